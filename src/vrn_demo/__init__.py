"""A made-up police area whose files have the published shapes: for the demonstration and tests."""
