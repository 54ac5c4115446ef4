return await CoretimeDesk.ChainWatcher.WatcherHost.CreateBuilder(args).Build().RunAsync();
