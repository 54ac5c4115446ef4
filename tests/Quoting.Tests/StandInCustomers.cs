using System.Collections.Concurrent;
using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests;

/// <summary>What Leads would say of a few customers. The questions that go over the wire are tested against the service itself.</summary>
public sealed class StandInCustomers : ICustomers
{
    private readonly ConcurrentDictionary<Guid, CustomerFacts> _facts = new();
    private readonly ConcurrentDictionary<Guid, AssessmentProof> _assessments = new();
    private int _count;

    /// <summary>A customer with these owners of registrations, for every product line.</summary>
    public Guid Add(string segment, uint corePeriods, params Actor[] owners)
    {
        var id = Guid.CreateVersion7();
        var n = Interlocked.Increment(ref _count);
        var customer = new QuoteCustomer(id, $"A-2026-{n:D6}", $"Customer {n}", segment, corePeriods, null, "");
        _facts[id] = new(customer, [.. owners.SelectMany(o => Enum.GetValues<ProductLine>().Select(line => new CustomerOwner(new(o.Id, o.Name), line, false)))], []);
        return id;
    }

    /// <summary>What the customer says to need changes.</summary>
    public void Resize(Guid account, uint corePeriods) => _facts[account] = _facts[account] with { Customer = _facts[account].Customer with { AnnualCorePeriods = corePeriods } };

    public AssessmentProof Assess(Guid account, Actor engineer) => _assessments[account] = new(
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Guid.CreateVersion7().ToByteArray())), "T-2026-000001", engineer.Id);

    public void Unassess(Guid account) => _assessments.TryRemove(account, out _);

    public Task<CustomerFacts> FindAsync(string token, Guid accountId, Guid? leadId, CancellationToken stop) =>
        _facts.TryGetValue(accountId, out var facts) ? Task.FromResult(facts) : throw new RefusedException(Refusal.NotFound("account", accountId));

    public Task<AssessmentProof?> AssessmentAsync(string token, Guid accountId, Guid? leadId, CancellationToken stop) => Task.FromResult(_assessments.GetValueOrDefault(accountId));
}
