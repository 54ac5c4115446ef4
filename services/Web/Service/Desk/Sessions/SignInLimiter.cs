using System.Threading.RateLimiting;

namespace CoretimeDesk.Web.Desk.Sessions;

/// <summary>
/// How often somebody may try to sign in: <c>Limits:SignInTries</c> (10) in five minutes from one address for one e-mail, and six times that for all of them. Identity
/// locks a person out after five wrong passwords by itself; this keeps one address from doing so to everybody.
/// </summary>
internal sealed class SignInLimiter(int tries) : IDisposable
{
    public const int TriesUsual = 10;
    private const int EmailsOfOneAddress = 6;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly PartitionedRateLimiter<(string Address, string Email)> _each = Limiter(tries, who => $"{who.Address} {who.Email.Trim().ToUpperInvariant()}");
    private readonly PartitionedRateLimiter<(string Address, string Email)> _address = Limiter(checked(tries * EmailsOfOneAddress), who => who.Address);

    /// <summary>Counts a try.</summary>
    /// <returns>Null when it may be made; else how long to wait.</returns>
    public TimeSpan? Wait(string address, string email)
    {
        foreach (var limiter in new[] { _address, _each })
        {
            using var lease = limiter.AttemptAcquire((address, email));
            if (!lease.IsAcquired)
            {
                return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;
            }
        }

        return null;
    }

    public void Dispose()
    {
        _each.Dispose();
        _address.Dispose();
    }

    private static PartitionedRateLimiter<(string Address, string Email)> Limiter(int tries, Func<(string Address, string Email), string> part) =>
        PartitionedRateLimiter.Create<(string Address, string Email), string>(who => RateLimitPartition.GetFixedWindowLimiter(
            part(who), _ => new() { PermitLimit = Math.Max(1, tries), Window = Window, QueueLimit = 0 }));
}
