"""Programs for Microsoft's newer SDKs, each run by an interpreter of its own that has them."""
