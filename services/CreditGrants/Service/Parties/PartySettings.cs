using System.Collections.Immutable;
using CoretimeDesk.Substrate;
using Microsoft.Extensions.Configuration;

namespace CoretimeDesk.CreditGrants.Parties;

/// <summary>What links nobody: accounts that pay out to everybody, and hosts that anybody may use.</summary>
/// <param name="PublicAccounts">Exchanges, bridges, faucets: setting <c>CreditGrants:PublicAccounts</c>, addresses or 0x hex.</param>
/// <param name="PublicHosts">Mail providers and code hosts; <c>CreditGrants:PublicHosts</c> adds to them.</param>
internal sealed record PartySettings(ImmutableHashSet<AccountId32> PublicAccounts, ImmutableHashSet<string> PublicHosts)
{
    private static readonly string[] Usual =
    [
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com", "me.com", "aol.com", "gmx.com", "gmx.net", "gmx.de", "web.de",
        "proton.me", "protonmail.com", "pm.me", "fastmail.com", "zoho.com", "mail.com", "yandex.com", "yandex.ru", "qq.com", "163.com", "tutanota.com", "tuta.io", "hey.com",
        "github.com", "github.io", "gitlab.com", "gitlab.io", "bitbucket.org", "vercel.app", "netlify.app", "pages.dev", "notion.site", "medium.com", "substack.com", "linktr.ee",
    ];

    /// <exception cref="InvalidOperationException">A setting is no account.</exception>
    public static PartySettings Read(IConfiguration configuration) => new(
        [.. (configuration.GetSection("CreditGrants:PublicAccounts").Get<string[]>() ?? []).Select(Account)],
        [.. Usual, .. (configuration.GetSection("CreditGrants:PublicHosts").Get<string[]>() ?? []).Select(h => h.Trim().ToLowerInvariant())]);

    private static AccountId32 Account(string text) => AccountId32.TryFromText(text, null, out var account, out var problem)
        ? account
        : throw new InvalidOperationException($"CreditGrants:PublicAccounts holds \"{text}\": {problem}");
}
