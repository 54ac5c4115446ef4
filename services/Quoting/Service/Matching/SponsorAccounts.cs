using CoretimeDesk.Substrate;
using Microsoft.Extensions.Configuration;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>The desk's own accounts, which pay for customers (setting <c>Quoting:SponsorAccounts</c>).</summary>
internal sealed class SponsorAccounts(IConfiguration configuration)
{
    private readonly Lazy<IReadOnlySet<string>> _all = new(() =>
        (configuration.GetSection("Quoting:SponsorAccounts").Get<string[]>() ?? []).Select(a => AccountId32.FromText(a).ToString()).ToHashSet(StringComparer.Ordinal));

    /// <summary>0x hex, lower case.</summary>
    public IReadOnlySet<string> All => _all.Value;
}
