"""A view of the graph as a document, and as files that programs for networks read."""

from graphrisk.export.graph.content import GraphContent, document, read_document
from graphrisk.export.graph.files import GRAPH_FORMATS, gexf, graphml

__all__ = ["GRAPH_FORMATS", "GraphContent", "document", "gexf", "graphml", "read_document"]
