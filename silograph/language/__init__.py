"""Every sentence the outputs say, in English and French: grammar, numbers, dates, and the texts that are shared."""
