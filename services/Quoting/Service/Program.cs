using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Quotes;

var desk = DeskService.CreateBuilder(args, QuotingDb.SchemaName);
desk.AddJournal<QuotingDb>().AddRevocations<QuotingDb>();
desk.AddPeers().AddQuotes();
return await desk.Build().RunAsync();
