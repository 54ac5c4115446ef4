using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>Registrations, and whether the customer had coretime before: a task of its own that was assigned, renewed or leased, or a payment that is known to be its.</summary>
internal static class RegistrationFacts
{
    public static IEnumerable<Registered> Of(Observations told, Customers customers, IReadOnlyList<JudgedPayment> payments)
    {
        var served = told.Of<Assigned>().Select(a => (a.Message.Origin, a.Message.Task))
            .Concat(told.Of<Leased>().Select(l => (l.Message.Origin, l.Message.Task)))
            .Concat(told.Of<Renewed>().SelectMany(r => r.Message.Tasks.Select(t => (r.Message.Origin, Task: t))))
            .GroupBy(s => (Customers.NetworkOf(s.Origin.Chain), s.Task))
            .ToDictionary(g => g.Key, g => g.Min(s => s.Origin.OccurredAt.ToDateTimeOffset()));
        foreach (var registered in told.Of<RegistrationApproved>().DistinctBy(r => r.Message.RegistrationId))
        {
            var (customer, at) = (customers.Of(registered.Message.AccountId), Observations.Millis(registered.Message.ApprovedAt.ToDateTimeOffset()));
            var isTenant = customers.AllTasksOf(customer).Any(t => served.TryGetValue(t, out var since) && since < at) || payments.Any(p => p.Customer == customer && p.Fact.At < at);
            yield return new($"registered/{registered.Message.RegistrationId}", at, $"{customer}", isTenant);
        }
    }
}
