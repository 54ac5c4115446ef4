using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>The rule versions that this desk has adopted.</summary>
public interface IRuleBook
{
    /// <summary>The version in force at an instant.</summary>
    /// <exception cref="RefusedException">None is: NO_RULES.</exception>
    Task<RuleVersion> InForceAsync(QuotingDb db, DateTimeOffset at, CancellationToken stop);
}

/// <summary>The version that the desk ships with, until there are others.</summary>
internal sealed class ShippedRules : IRuleBook
{
    public Task<RuleVersion> InForceAsync(QuotingDb db, DateTimeOffset at, CancellationToken stop) => RuleFile.First.IsInForce(at)
        ? Task.FromResult(RuleFile.First)
        : throw new RefusedException(new(RefusalKind.Precondition, "NO_RULES", $"No rule version is in force at {at:d MMM yyyy HH:mm} UTC."));
}
