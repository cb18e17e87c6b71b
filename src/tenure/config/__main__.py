from tenure.config.entry import main

main()
