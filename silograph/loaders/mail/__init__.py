"""Mail in every dialect: mbox, Maildir, folders of .eml."""
