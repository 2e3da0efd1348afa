"""Which acts a sentence reports: detection, arguments, status, attribution, stated relations."""
