namespace CoretimeDesk.Leads;

/// <summary>Code repositories in the one way they are compared: "github.com/aleph/rollup".</summary>
public static class Repositories
{
    // On these, owner and name are two segments in any case, and what follows is a page about the repository.
    private static readonly HashSet<string> TwoSegments = ["github.com", "bitbucket.org", "codeberg.org"];

    // First segments that are pages of the site and no owner.
    private static readonly HashSet<string> NoOwner = ["orgs", "topics", "search", "explore", "marketplace", "settings", "sponsors", "features", "login", "about", "apps", "users", "groups"];

    // Where everybody begins: a copy of one of these identifies nobody.
    private static readonly HashSet<string> Shared =
    [
        "github.com/paritytech/polkadot-sdk", "github.com/paritytech/substrate", "github.com/paritytech/cumulus", "github.com/paritytech/polkadot", "github.com/paritytech/frontier",
        "github.com/polkadot-evm/frontier", "github.com/paritytech/polkadot-sdk-parachain-template", "github.com/paritytech/polkadot-sdk-solochain-template",
        "github.com/paritytech/polkadot-sdk-minimal-template", "github.com/substrate-developer-hub/substrate-node-template", "github.com/substrate-developer-hub/substrate-parachain-template",
        "github.com/openzeppelin/polkadot-runtime-templates",
    ];

    /// <summary>Reads a repository out of what people paste: the address of a page of it, or what git clones.</summary>
    /// <param name="text">As written, trimmed.</param>
    /// <param name="repository">The repository, when there is one.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? TryRead(string text, out string repository)
    {
        repository = "";
        if (Split(text) is not (var host, var path) || path.Contains('%', StringComparison.Ordinal))
        {
            return "is no repository: write \"github.com/owner/name\", or what git clones.";
        }

        host = host.ToLowerInvariant();
        if (DomainNames.TryReadHost(host, out var domain) is { } problem)
        {
            return $"is on no host: \"{host}\" {problem}";
        }

        var segments = path.Split(['?', '#'])[0].Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (TwoSegments.Contains(domain))
        {
            segments = [.. segments.Take(2)];
        }
        else if (segments.IndexOf("-") is > 0 and var page)
        {
            // GitLab puts a dash between the repository and its pages.
            segments = segments[..page];
        }

        if (segments.Count < 2 || NoOwner.Contains(segments[0].ToLowerInvariant()))
        {
            return "names no repository: an owner and a name are needed, as in \"github.com/owner/name\".";
        }

        if (segments[^1].EndsWith(".git", StringComparison.OrdinalIgnoreCase))
        {
            segments[^1] = segments[^1][..^4];
        }

        if (segments.Any(s => s.Length == 0 || s is "." or ".." || s.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '~'))))
        {
            return "is no repository: owner and name have letters, digits, dots, dashes and underscores.";
        }

        // Case matters on none of the hosts that people use, and two accounts for one repository are the worse mistake.
        repository = $"{domain}/{string.Join('/', segments).ToLowerInvariant()}";
        return Shared.Contains(repository) ? $"is where everybody begins: {repository} identifies nobody. Give the customer's own repository." : null;
    }

    private static (string Host, string Path)? Split(string text)
    {
        foreach (var scheme in new[] { "https://", "http://", "ssh://", "git://", "git+ssh://" })
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                text = text[scheme.Length..];
                return Cut(WithoutUser(text), '/');
            }
        }

        // git@github.com:owner/name.git
        return !text.Contains("://", StringComparison.Ordinal) && text.StartsWith("git@", StringComparison.Ordinal)
            ? Cut(text[4..], ':')
            : text.Contains("://", StringComparison.Ordinal) || text.Contains('@', StringComparison.Ordinal) ? null : Cut(text, '/');
    }

    private static (string Host, string Path)? Cut(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at > 0 ? (text[..at], text[(at + 1)..]) : null;
    }

    // "git@host" of an ssh address. Anybody else's name before a host is a trick.
    private static string WithoutUser(string text) => text.StartsWith("git@", StringComparison.Ordinal) ? text[4..] : text;
}
