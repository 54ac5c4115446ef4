using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Grpc;
using CoretimeDesk.Leads.Leads;
using CoretimeDesk.Leads.Registrations;
using Microsoft.Extensions.DependencyInjection;

var desk = DeskService.CreateBuilder(args, LeadsDb.SchemaName);
desk.AddJournal<LeadsDb>().AddRevocations<LeadsDb>();
desk.Services.AddSingleton<AccountDesk>();
desk.Services.AddSingleton<LeadDesk>();
desk.AddGrpcService<LeadsGrpcService>();
desk.AddOwnership();
return await desk.Build().RunAsync();
