using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Peers;

/// <summary>What Leads knows of a customer, for one who asks.</summary>
/// <param name="AccountId">The account that it is now.</param>
/// <param name="Number">"A-2026-000017".</param>
/// <param name="Name">Its name.</param>
/// <param name="IsStartup">Its segment is that of startups.</param>
/// <param name="Repository">A public repository that is known to be the customer's; null for none.</param>
/// <param name="Accounts">Chain accounts that the desk believes to be the customer's, 0x hex.</param>
/// <param name="Owners">Who owns the lead and approved registrations.</param>
/// <param name="PeopleSha256">Digests of its people's addresses and handles, each folded to one spelling.</param>
/// <param name="MailHosts">Hosts of their mail.</param>
/// <param name="Assessment">How closely a solution engineer has looked.</param>
/// <param name="AssessmentSha256">The assessment that counts; empty for none.</param>
internal sealed record CustomerFacts(
    Guid AccountId, string Number, string Name, bool IsStartup, string? Repository, IReadOnlyList<string> Accounts, IReadOnlyList<Guid> Owners, IReadOnlyList<string> PeopleSha256, IReadOnlyList<string> MailHosts,
    AssessmentDepth Assessment, string AssessmentSha256);

/// <summary>What Leads knows of customers, asked with the caller's own token.</summary>
internal interface ICustomers
{
    /// <exception cref="RefusedException">Leads refuses, in its own words.</exception>
    Task<CustomerFacts> FindAsync(string token, Guid accountId, Guid? leadId, CancellationToken stop);
}

/// <summary>What a core-period costs in the newest finalised block.</summary>
internal sealed record CorePrice(string Chain, Token Token, Planck Price, uint BlockNumber, string BlockHash, DateTimeOffset BlockTime);

/// <summary>A core whose workload may be renewed in the current sale.</summary>
internal sealed record RenewableCore(ushort Core, Planck Price, bool IsComplete, DateTimeOffset Deadline);

/// <summary>Calls, encoded for the runtime that a chain runs now. Nothing is signed.</summary>
internal sealed record EncodedCalls(string CallData, string CallHash, string Json, string SpecName, uint SpecVersion, string Chain, string GenesisHash, string WalletLink);

/// <summary>What the chain watcher knows, and lets others know.</summary>
internal interface IChains
{
    /// <exception cref="RefusedException">It has no sale, or has read nothing.</exception>
    Task<CorePrice> PriceAsync(string chain, CancellationToken stop);

    /// <summary>The price of an on-demand order now; null when it is not known.</summary>
    Task<Planck?> SpotPriceAsync(string chain, CancellationToken stop);

    Task<IReadOnlyList<RenewableCore>> RenewalsAsync(string token, string chain, uint para, CancellationToken stop);

    /// <param name="chain">The chain.</param>
    /// <param name="remark">Hexadecimal digits.</param>
    /// <param name="calls">Calls as JSON.</param>
    /// <param name="stop">Ends it.</param>
    Task<EncodedCalls> EncodeAsync(string chain, string remark, IReadOnlyList<string> calls, CancellationToken stop);

    /// <summary>Has an account followed; for the same account again it changes nothing.</summary>
    Task WatchAsync(string token, string account, bool balance, string note, CancellationToken stop);
}
