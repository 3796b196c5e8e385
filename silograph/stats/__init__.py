"""Small statistics that several analyses share."""
