using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.CreditGrants.Parties;

/// <summary>Adds who stands behind customers.</summary>
public static class PartiesHosting
{
    private const string Customers = "leads";
    private const string People = "identity";

    /// <summary>Settings: <c>CreditGrants:PublicAccounts</c>, <c>CreditGrants:PublicHosts</c>.</summary>
    public static DeskServiceBuilder AddParties(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton(provider => PartySettings.Read(provider.GetRequiredService<IConfiguration>()));
        desk.Services.AddSingleton<ClusterDesk>();
        desk.SubscriptionsOf<CreditGrantsDb>().To(Customers, Ordering.AnyOrder)
            .InCompany<ChainAccountNoted, PartyHandlers>(Customers)
            .InCompany<ChainAccountRemoved, PartyHandlers>(Customers)
            .InCompany<AccountKeyAdded, PartyHandlers>(Customers)
            .InCompany<AccountKeyRemoved, PartyHandlers>(Customers)
            .On<AccountsMerged, PartyHandlers>(Customers)
            .On<MergeUndone, PartyHandlers>(Customers);
        desk.SubscriptionsOf<CreditGrantsDb>().To(People, Ordering.AnyOrder)
            .On<PersonCreated, PartyHandlers>(People)
            .On<PersonAccountAdded, PartyHandlers>(People)
            .On<PersonAccountRemoved, PartyHandlers>(People);
        return desk;
    }
}
