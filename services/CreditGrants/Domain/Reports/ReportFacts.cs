using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>A grant as people asked for it. What was awarded, paid and used of it is in the budget.</summary>
/// <param name="Grant">Its name in the ledger.</param>
/// <param name="Customer">The customer, after merges: two accounts that became one are one.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="RefusedAt">When a rule or a person said no; null when nobody did.</param>
public sealed record RequestedGrant(string Grant, Guid Customer, DateTimeOffset RequestedAt, DateTimeOffset? RefusedAt = null);

/// <summary>A finalised event for which a customer paid by itself, as matching judged it.</summary>
/// <param name="Customer">The customer, after merges.</param>
/// <param name="At">The block's own time.</param>
/// <param name="FactId">The event.</param>
public sealed record CustomerPayment(Guid Customer, DateTimeOffset At, string FactId);

/// <summary>Everything that a report is made of. It is a function of this and of nothing else, so the order in which anything arrived cannot show in it.</summary>
/// <param name="Budget">The programme's budget, with all that its ledger accepted.</param>
/// <param name="Requests">All of its grants.</param>
/// <param name="Payments">What the customers of these grants paid by themselves.</param>
/// <param name="AsOf">When it is looked at: nothing after it is known.</param>
public sealed record ReportFacts(Budget Budget, IReadOnlyList<RequestedGrant> Requests, IReadOnlyList<CustomerPayment> Payments, DateTimeOffset AsOf);
