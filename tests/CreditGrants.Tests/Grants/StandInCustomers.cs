using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.CreditGrants.Peers;

namespace CoretimeDesk.CreditGrants.Tests.Grants;

/// <summary>What Leads would say of a few customers.</summary>
internal sealed class StandInCustomers : ICustomers
{
    private readonly ConcurrentDictionary<Guid, CustomerFacts> _facts = new();
    private int _count;

    /// <summary>A startup with a repository and a light assessment.</summary>
    public CustomerFacts Add(Actor owner, string[]? accounts = null, string[]? people = null, string[]? hosts = null)
    {
        var (id, n) = (Guid.CreateVersion7(), Interlocked.Increment(ref _count));
        var digests = (people ?? []).Select(p => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(p)))).ToList();
        return _facts[id] = new(id, $"A-2026-{n:D6}", $"Customer {n}", true, $"github.com/customer/{n}", accounts ?? [], [owner.Id], digests, hosts ?? [$"customer{n}.example"], AssessmentDepth.Light, "");
    }

    public void Change(CustomerFacts facts) => _facts[facts.AccountId] = facts;

    public Task<CustomerFacts> FindAsync(string token, Guid accountId, Guid? leadId, CancellationToken stop) =>
        _facts.TryGetValue(accountId, out var facts) ? Task.FromResult(facts) : throw new RefusedException(Refusal.NotFound("account", accountId));
}
