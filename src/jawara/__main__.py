from jawara.cli.main import main

raise SystemExit(main())
