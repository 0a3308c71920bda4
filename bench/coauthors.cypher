// Works written with people at listed organisations, by what the source resolved, as somebody would ask it.
UNWIND $records AS record
MATCH (own:Person {author_id: record[1]})-[mine:AUTHORED]->(work:Work)
WHERE work.publication_date >= $since AND work.publication_date <= $until
  AND work.authors_count <= $most AND work.type IN $types
WITH DISTINCT record[0] AS person, own, work
MATCH (work)<-[theirs:AUTHORED]-(other:Person)
WHERE other <> own AND theirs.affiliation_orgs IS NOT NULL
UNWIND theirs.affiliation_orgs AS named
WITH DISTINCT person, work, named WHERE named <> ''
MATCH (resolved:Organization {org_id: named})
OPTIONAL MATCH (resolved)-[:RESOLVES_TO]->(successor:Organization)
WITH person, work, coalesce(successor, resolved) AS organization
MATCH (organization)-[listing:LISTED_AS]->(:ListEntry)
WHERE listing.valid_from <= work.publication_date
  AND (listing.valid_to IS NULL OR work.publication_date <= listing.valid_to)
RETURN person, organization.org_id AS organization, count(DISTINCT work) AS works
ORDER BY person, organization
