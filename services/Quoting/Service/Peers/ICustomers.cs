using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Peers;

/// <summary>Whose customer an account is, for one who asks.</summary>
/// <param name="Customer">The account as it is now, and the lead where one was named.</param>
/// <param name="Owners">Who owns the lead, or an approved registration: by what it was found.</param>
/// <param name="ParaIds">Para ids that are known to be the customer's.</param>
public sealed record CustomerFacts(QuoteCustomer Customer, IReadOnlyList<CustomerOwner> Owners, IReadOnlyList<uint> ParaIds);

/// <summary>Somebody who owns a lead or a registration of the account.</summary>
/// <param name="Person">Who.</param>
/// <param name="Line">The product line of the registration; null for the owner of the lead, which covers every line.</param>
/// <param name="IsLedByCaller">The caller leads the owner's team, or the sales force: Leads lets them decide about the registration.</param>
public sealed record CustomerOwner(Person Person, ProductLine? Line, bool IsLedByCaller);

/// <summary>What is sold. The numbers are those of the wire.</summary>
public enum ProductLine
{
    /// <summary>Bulk coretime.</summary>
    Bulk = 1,

    /// <summary>On-demand orders.</summary>
    OnDemand = 2,
}

/// <summary>What Leads knows of customers. Every question is asked with the caller's own token: who may not see something there does not see it here.</summary>
public interface ICustomers
{
    /// <summary>The account, its lead, and who owns them.</summary>
    /// <exception cref="RefusedException">Leads refuses, in its own words.</exception>
    Task<CustomerFacts> FindAsync(string token, Guid accountId, Guid? leadId, CancellationToken stop);

    /// <summary>The technical assessment that counts now; null when none does.</summary>
    /// <exception cref="RefusedException">Leads refuses, or the assessment says that the desk's product is no fit.</exception>
    Task<AssessmentProof?> AssessmentAsync(string token, Guid accountId, Guid? leadId, CancellationToken stop);
}
