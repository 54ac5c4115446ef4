using CoretimeDesk.CreditGrants.Rails;
using Microsoft.Extensions.Configuration;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>Rails that this desk switches on beside the usual ones: setting <c>CreditGrants:Rails</c>, letters such as "D".</summary>
internal sealed record RailSettings(IReadOnlyCollection<RailKind> SwitchedOn)
{
    /// <exception cref="InvalidOperationException">There is no such rail.</exception>
    public static RailSettings Read(IConfiguration configuration) => new(
    [
        .. (configuration.GetSection("CreditGrants:Rails").Get<string[]>() ?? []).Select(letter =>
            Rail.All.FirstOrDefault(r => r.Letter.Equals(letter.Trim(), StringComparison.OrdinalIgnoreCase))?.Kind
                ?? throw new InvalidOperationException($"CreditGrants:Rails holds \"{letter}\", which is no rail: write {string.Join(", ", Rail.All.Select(r => r.Letter))}.")),
    ]);
}
