using CoretimeDesk;
using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Following;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.Extensions.DependencyInjection;

var desk = DeskService.CreateBuilder(args, WatcherDb.SchemaName);
desk.AddJournal<WatcherDb>().AddRevocations<WatcherDb>();
desk.Services.AddSingleton(provider => WatcherSettings.Of(desk.Configuration));
desk.Services.AddSingleton<FollowerStore>();
desk.Services.AddSingleton<FollowerBoard>();
desk.Services.AddHostedService<FollowerService>();
desk.AddReadinessCheck<FollowerCheck>();
return await desk.Build().RunAsync();
