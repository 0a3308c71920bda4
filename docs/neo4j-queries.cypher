// Saved queries for Neo4j Browser on a graph that graphrisk publishes.
//
// Copy one into the editor, set its parameters with the :param lines above it, run it, and keep it with the
// star; its first line becomes its name. All of them read only. Declared ties and observed ties have types of
// their own: see neo4j-model.md. An applicant's author records are those that the application names or that
// share an ORCID iD; records that a scan links by other evidence are in its findings.


// Which snapshot the database holds
MATCH (m:GraphriskSnapshot)
RETURN m.state AS state, m.snapshot AS snapshot, m.changed_at AS changed_at;


// Search names and titles in any script
// :param words => 'kyoto university'
CALL db.index.fulltext.queryNodes('graphrisk_names', $words) YIELD node, score
RETURN labels(node)[0] AS label,
       coalesce(node.display_name, node.name, node.title) AS name,
       coalesce(node.author_id, node.org_id, node.work_id, node.entry_id) AS id, score
LIMIT 50;


// What an applicant declared, and what it means (picture)
// :param person => 'P00010'
MATCH path = (:Applicant {person_id: $person})-[:DECLARED|TAKES_PART_AS]->(d)
OPTIONAL MATCH meant = (d)-[:MEANS]->(:Organization)
RETURN path, meant
LIMIT 200;


// Author records of an applicant (picture)
// :param person => 'P00010'
MATCH path = (:Applicant {person_id: $person})-[:DECLARED_RECORD|HAS_ORCID*1..2]-(:Person)
RETURN path;


// Organisations of an applicant's record that the applicant did not declare
// A smaller unit or the parent may have been declared instead; the scan looks at families, this does not.
// :param person => 'P00001'
MATCH (a:Applicant {person_id: $person})-[:DECLARED_RECORD|HAS_ORCID*1..2]-(p:Person)
MATCH (p)-[t:AFFILIATED_WITH]->(o:Organization)
WHERE NOT EXISTS { (a)-[:DECLARED|TAKES_PART_AS]->()-[:MEANS]->(o) }
RETURN DISTINCT o.name AS organisation, o.country_code AS country, t.first_date AS first,
       t.last_date AS last, t.works AS works
ORDER BY last DESC;


// Co-authors of an applicant at listed organisations, newest work first
// :param person => 'P00010'
// :param since => date('2021-01-01')
MATCH (:Applicant {person_id: $person})-[:DECLARED_RECORD|HAS_ORCID*1..2]-(p:Person)
MATCH (p)-[:AUTHORED]->(w:Work)<-[w2:AUTHORED]-(c:Person)
WHERE w.publication_date >= $since AND c <> p
UNWIND coalesce(w2.affiliation_orgs, []) AS org
MATCH (o:Organization {org_id: org})-[l:LISTED_AS]->(e:ListEntry)
RETURN DISTINCT w.publication_date AS date, c.display_name AS coauthor, o.name AS organisation,
       e.list_id AS list, e.valid_from AS listed_from, w.title AS title, w.work_id AS work
ORDER BY date DESC
LIMIT 200;


// The same as a picture
// :param person => 'P00010'
// :param since => date('2021-01-01')
MATCH (:Applicant {person_id: $person})-[:DECLARED_RECORD|HAS_ORCID*1..2]-(p:Person)
MATCH works = (p)-[:AUTHORED]->(w:Work)<-[:AUTHORED]-(c:Person)
WHERE w.publication_date >= $since AND c <> p
MATCH listed = (c)-[:AFFILIATED_WITH]->(:Organization)-[:LISTED_AS]->(:ListEntry)
RETURN works, listed
LIMIT 100;


// Shortest paths from an applicant to a listed organisation, at most four steps
// :param person => 'P00010'
MATCH (:Applicant {person_id: $person})-[:DECLARED_RECORD|HAS_ORCID*1..2]-(p:Person)
WITH DISTINCT p
MATCH (o:Organization) WHERE EXISTS { (o)-[:LISTED_AS]->() }
MATCH path = shortestPath((p)-[:AUTHORED|AFFILIATED_WITH*..4]-(o))
RETURN path
ORDER BY length(path)
LIMIT 10;


// Who shares an ORCID iD: author records with one another, or an applicant with author records
MATCH (i:Orcid)<-[:HAS_ORCID]-(x:Applicant|Person)
WITH i, collect(DISTINCT coalesce(x.author_id, x.person_id)) AS ids, collect(DISTINCT labels(x)[0]) AS labels,
     collect(DISTINCT x.display_name) AS names
WHERE size(ids) > 1
RETURN i.orcid AS orcid, labels, ids, names
ORDER BY size(ids) DESC
LIMIT 100;


// Award numbers that works of an applicant's record thank and that the applicant did not declare
// :param person => 'P00013'
MATCH (a:Applicant {person_id: $person})-[:DECLARED_RECORD|HAS_ORCID*1..2]-(p:Person)
MATCH (p)-[:AUTHORED]->(w:Work)-[:ACKNOWLEDGES]->(n:Award)
WHERE NOT EXISTS { (a)-[:DECLARED]->()-[:ACKNOWLEDGES]->(n) }
MATCH (w)-[t:FUNDED_BY {award_key: n.award_key}]->(f:Funder)
RETURN DISTINCT w.publication_date AS date, f.name AS funder, t.award_id AS award, w.title AS title
ORDER BY date DESC;


// Organisations listed on a day, with all their listings (picture)
// :param day => date('2026-06-01')
MATCH path = (:Organization)-[l:LISTED_AS]->(:ListEntry)-[:IN_EDITION]->(:ListEdition)
WHERE l.valid_from <= $day AND (l.valid_to IS NULL OR l.valid_to >= $day)
RETURN path
LIMIT 200;


// The family of an organisation: what it belongs to and what belongs to it (picture)
// :param org => 'https://ror.org/02kpeqv85'
MATCH path = (:Organization {org_id: $org})-[:CHILD_OF|PARENT_OF*1..2]->(:Organization)
RETURN path
LIMIT 100;


// Applications of a call with their participants (picture)
// :param call => 'DEMO-2026-A'
MATCH path = (:Call {call_id: $call})<-[:APPLIES_TO]-(:Application)
             <-[:PARTICIPATES_IN]-(:Participant)<-[:TAKES_PART_AS]-(:Applicant)
RETURN path
LIMIT 300;


// Applicants without an author record that an id leads to
MATCH (a:Applicant)-[:TAKES_PART_AS]->(t:Participant)
WHERE NOT EXISTS { (a)-[:DECLARED_RECORD|HAS_ORCID*1..2]-(:Person) }
RETURN a.person_id AS person, collect(DISTINCT t.role) AS roles,
       collect(DISTINCT t.application_id) AS applications
ORDER BY person;


// Findings of a run with the records they rest on
// :param run => 'R000001'
MATCH (f:Finding {graphrisk_run: $run})
OPTIONAL MATCH (f)-[r:RESTS_ON]->(e)
RETURN f.level AS level, f.rule AS rule, f.state AS state, f.person_id AS person, f.question_en AS question,
       count(e) AS records, collect(DISTINCT r.side) AS sides, min(r.first_date) AS first,
       max(r.last_date) AS last, f.level_rank AS rank
ORDER BY rank DESC, last DESC;


// One person's findings of a run and all they rest on (picture)
// :param run => 'R000001'
// :param person => 'P00010'
MATCH path = (:Finding {graphrisk_run: $run, person_id: $person})-[:ABOUT|CONCERNS|RESTS_ON]->()
RETURN path;


// Findings still open, by application
// :param run => 'R000001'
MATCH (f:Finding {graphrisk_run: $run})-[:IN_APPLICATION]->(x:Application)
WHERE f.state IN ['open', 'reopened']
RETURN x.application_id AS application, x.title AS title, count(f) AS open, max(f.level_rank) AS rank
ORDER BY rank DESC, open DESC;
