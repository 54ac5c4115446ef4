using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Contacts;
using CoretimeDesk.Leads.Duplicates;
using CoretimeDesk.Leads.Grpc;
using CoretimeDesk.Leads.Leads;
using CoretimeDesk.Leads.Merging;
using CoretimeDesk.Leads.Targets;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>Gives the service accounts, leads, contacts, merging and targets.</summary>
public static class AccountsHosting
{
    /// <summary>Call it after <c>AddJournal</c>.</summary>
    public static DeskServiceBuilder AddAccounts(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<AccountDesk>();
        desk.Services.AddSingleton<ChainAccountDesk>();
        desk.Services.AddSingleton<AccountSearch>();
        desk.Services.AddHostedService<SearchTermsBackfill>();
        desk.Services.AddSingleton<LeadDesk>();
        desk.Services.AddSingleton<DuplicateReview>();
        desk.Services.AddSingleton<ContactDesk>();
        desk.Services.AddSingleton<IFollowsAccount, LeadsFollowAccounts>();
        desk.Services.AddSingleton<IFollowsAccount, ContactsFollowAccounts>();
        desk.Services.AddSingleton<MergeDesk>();
        desk.Services.AddSingleton<TargetDesk>();
        return desk.AddGrpcService<LeadsGrpcService>().AddGrpcService<ContactsGrpcService>().AddGrpcService<MergingGrpcService>().AddGrpcService<TargetsGrpcService>();
    }
}
