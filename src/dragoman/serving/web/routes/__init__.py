"""The endpoints, one file for each thing that is asked for. Each file has a function that adds its own to a router."""
