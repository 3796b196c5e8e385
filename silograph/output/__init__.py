"""What a run writes and prints: folder, report, page, notebook cells."""
