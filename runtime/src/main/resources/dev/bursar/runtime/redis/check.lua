return said(stand())
