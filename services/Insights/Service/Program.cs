using CoretimeDesk.Hosting;
using CoretimeDesk.Insights;
using CoretimeDesk.Insights.Data;
using CoretimeDesk.Journal;

var desk = DeskService.CreateBuilder(args, InsightsDb.SchemaName);
desk.AddJournal<InsightsDb>().AddRevocations<InsightsDb>();
return await desk.AddInsights().Build().RunAsync();
