-- R-COA-01 as one query written by hand, for comparison; numbers are those of the policy jp-tejunsho.
WITH records AS (
    SELECT person_id, author_id, grade FROM {identities} WHERE status = 'linked'
), authored AS (
    SELECT r.person_id, r.grade, a.work_id, a.position
    FROM graph.main.authorships a JOIN records r USING (author_id)
), shared AS (
    SELECT a.person_id, a.work_id, w.publication_date AS day, min(a.grade) AS grade
    FROM authored a JOIN graph.main.works w USING (work_id)
    WHERE w.publication_date BETWEEN {T} - INTERVAL 48 MONTH AND {T}
      AND w.authors_count <= 25 AND w.type IN ({types})
    GROUP BY ALL
), listed AS (
    SELECT org_id, valid_from, valid_to FROM graph.main.listings WHERE valid_from <= {T}
), near AS MATERIALIZED (
    SELECT DISTINCT f.work_id, f.position, f.raw_string, coalesce(l.linked_id, f.org_id) AS org_id
    FROM graph.main.affiliations f
    LEFT JOIN graph.main.organization_links l ON l.org_id = f.org_id
    WHERE f.work_id IN (SELECT work_id FROM shared)
), verdicts AS (
    SELECT p.org_id, p.raw_string,
        CASE
            WHEN bool_or(coalesce(f.member_id IS NOT NULL OR s.org_id = p.org_id, false)) THEN 'A'
            WHEN bool_or(s.org_id IS NOT NULL) THEN 'C'
            WHEN bool_or(coalesce(s.country_code <> o.country_code, false))
             AND NOT bool_or(coalesce(s.country_code = o.country_code, false)) THEN 'C'
            ELSE 'B'
        END AS grade
    FROM (SELECT DISTINCT org_id, raw_string FROM near
          WHERE raw_string IS NOT NULL AND org_id IN (SELECT org_id FROM listed)) p
    JOIN graph.main.string_links s ON s.raw_string = p.raw_string
    LEFT JOIN graph.main.organization_family f ON f.org_id = p.org_id AND f.member_id = s.org_id
    LEFT JOIN graph.main.organizations o ON o.org_id = p.org_id
    GROUP BY ALL
), ties AS (
    SELECT n.work_id, n.position, n.org_id, coalesce(v.grade, 'B') AS grade
    FROM near n LEFT JOIN verdicts v ON v.org_id = n.org_id AND v.raw_string = n.raw_string
    WHERE n.org_id IN (SELECT org_id FROM listed)
    UNION ALL
    SELECT n.work_id, n.position, s.org_id, 'B'
    FROM (SELECT DISTINCT work_id, position, raw_string FROM near WHERE raw_string IS NOT NULL) n
    JOIN graph.main.string_links s ON s.raw_string = n.raw_string
    WHERE s.org_id IN (SELECT org_id FROM listed)
      AND NOT EXISTS (FROM near m WHERE m.work_id = n.work_id AND m.position = n.position
                      AND m.raw_string = n.raw_string AND m.org_id = s.org_id)
), joint AS (
    SELECT s.person_id, t.org_id, s.work_id, s.day, min(greatest(s.grade, t.grade)) AS grade
    FROM shared s JOIN ties t USING (work_id)
    WHERE NOT EXISTS (FROM authored a WHERE a.person_id = s.person_id AND a.work_id = s.work_id
                      AND a.position = t.position)
    GROUP BY ALL
), dated AS (
    SELECT j.*,
        bool_or(l.valid_from <= j.day AND (l.valid_to IS NULL OR j.day <= l.valid_to)) AS listed_then,
        bool_or(l.valid_to IS NULL OR {T} <= l.valid_to) AS listed_now
    FROM joint j JOIN listed l USING (org_id)
    GROUP BY ALL
), counted AS (
    SELECT * FROM dated
    QUALIFY listed_then OR (NOT bool_or(listed_then) OVER (PARTITION BY person_id, org_id) AND listed_now)
), sums AS (
    SELECT person_id, org_id, count(*) AS works, count(*) FILTER (grade = 'A') AS works_a,
        count(*) FILTER (grade <> 'C') AS works_ab
    FROM counted GROUP BY ALL
), totals AS (
    SELECT s.*, e.everything
    FROM sums s JOIN (SELECT person_id, count(*) AS everything FROM shared GROUP BY ALL) e USING (person_id)
), cases AS (
    SELECT person_id, org_id, works, everything,
        list_transform([works, works_a, works_ab], lambda n: CASE
            WHEN n >= 4 OR (n >= 2 AND everything >= 5 AND n / everything >= 0.2) THEN 'many'
            WHEN n >= 2 THEN 'few' WHEN n > 0 THEN 'one' ELSE 'none' END) AS reached
    FROM totals
)
SELECT m.application_id, c.person_id, c.org_id AS object_id, c.reached[1] AS "case", c.works,
    CASE WHEN c.reached[2] = c.reached[1] THEN 'A' WHEN c.reached[3] = c.reached[1] THEN 'B' ELSE 'C' END AS grade
FROM cases c
JOIN {members} m USING (person_id)
JOIN {gate} g ON g.application_id = m.application_id AND g.security
