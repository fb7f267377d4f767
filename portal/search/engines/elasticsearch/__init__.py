"""The engine of a real installation: one Elasticsearch node or a cluster of them."""
