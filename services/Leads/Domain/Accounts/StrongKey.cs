namespace CoretimeDesk.Leads;

/// <summary>What identifies a customer for certain.</summary>
public enum KeyKind
{
    /// <summary>A parachain of a relay chain.</summary>
    ParaId = 1,

    /// <summary>A chain's first block.</summary>
    GenesisHash = 2,

    /// <summary>Where the code is.</summary>
    Repository = 3,

    /// <summary>A web domain.</summary>
    Domain = 4,

    /// <summary>A chain account that was verified.</summary>
    ChainAccount = 5,
}

/// <summary>A key in the one way it is compared. At most one account has it at any instant.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Network">The relay chain of a para id; empty for the others.</param>
/// <param name="Value">Canonical text.</param>
public sealed record StrongKey(KeyKind Kind, string Network, string Value)
{
    /// <summary>The longest text that is looked at.</summary>
    public const int TextMax = 300;

    /// <summary>In words: "para 2000 of polkadot".</summary>
    public string Describe() => Kind switch
    {
        KeyKind.ParaId => $"para {Value} of {Network}",
        KeyKind.GenesisHash => $"genesis hash {Value}",
        KeyKind.Repository => $"repository {Value}",
        KeyKind.Domain => $"domain {Value}",
        _ => $"chain account {Value}",
    };

    /// <summary>Reads a key as people write it. Chain accounts are no keys until they are verified, so they are none here.</summary>
    /// <param name="kind">What it should be.</param>
    /// <param name="network">The relay chain of a para id.</param>
    /// <param name="text">As written.</param>
    /// <param name="key">The key, when it is one.</param>
    /// <param name="fault">The part at fault ("network" or "value") and what is wrong with it.</param>
    public static bool TryRead(KeyKind kind, string network, string text, out StrongKey key, out FieldViolation fault)
    {
        key = new(kind, "", "");
        (string value, string? problem) = (text.Trim(), null);
        network = network.Trim().ToLowerInvariant();
        if (kind == KeyKind.ParaId ? !RelayChains.All.Contains(network) : network.Length > 0)
        {
            fault = new("network", kind == KeyKind.ParaId
                ? $"is {(network.Length == 0 ? "missing" : "unknown")}; a para id belongs to one of {string.Join(", ", RelayChains.All)}."
                : "belongs to para ids only; leave it empty.");
            return false;
        }

        if (value.Length is 0 or > TextMax)
        {
            fault = new("value", value.Length == 0 ? "is missing." : $"has {value.Length} characters; at most {TextMax} are allowed.");
            return false;
        }

        switch (kind)
        {
            case KeyKind.ParaId:
                problem = Market.Digits.TryParse<uint>(value, out var id) && id > 0 ? null : "is no para id: a whole number from 1 to 4294967295.";
                value = $"{id}";
                break;
            case KeyKind.GenesisHash:
                problem = Substrate.H256.TryParse(value, out var hash) ? hash.IsZero ? "is all zeros: no chain begins with that." : null : "is no hash: 0x and 64 hex digits.";
                value = hash.ToString();
                break;
            case KeyKind.Repository:
                problem = Repositories.TryRead(value, out value);
                break;
            case KeyKind.Domain:
                problem = DomainNames.TryRead(value, out value);
                break;
            default:
                problem = "cannot be added by hand: add the chain account and verify it.";
                break;
        }

        key = new(kind, network, value);
        fault = new("value", problem ?? "");
        return problem is null;
    }
}

/// <summary>The relay chains whose para ids the desk tells apart.</summary>
public static class RelayChains
{
    /// <summary>Their names; "lab" is the development network.</summary>
    public static IReadOnlyList<string> All { get; } = ["polkadot", "kusama", "paseo", "westend", Lab];

    private const string Lab = "lab";

    /// <summary>
    /// The network of a chain, as the desk's settings call chains: "polkadot" of "polkadot-coretime" and of "polkadot-relay". Each start of the chain lab has a number in the
    /// names of its chains, since it begins with block 0 again; all of them are one network.
    /// </summary>
    public static string Of(string chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var network = chain.EndsWith("-coretime", StringComparison.Ordinal) ? chain[..^"-coretime".Length] : chain.EndsWith("-relay", StringComparison.Ordinal) ? chain[..^"-relay".Length] : chain;
        return network.StartsWith($"{Lab}-", StringComparison.Ordinal) ? Lab : network;
    }
}

/// <summary>A key that another account has, and what people need to know of that account.</summary>
public sealed record TakenKey(StrongKey Key, Guid AccountId, string Number, string Name, DateTimeOffset KnownSince, string? OwnerName, DateTimeOffset? OwnedSince)
{
    /// <summary>Names the account, its age, and who works it since when. Never commercial terms.</summary>
    public Refusal ToRefusal()
    {
        var owner = OwnerName is null ? "nobody works it yet" : $"{OwnerName} works it since {OwnedSince:d MMMM yyyy}";
        var facts = new Dictionary<string, string>
        {
            ["account_id"] = AccountId.ToString(),
            ["account_number"] = Number,
            ["account_name"] = Name,
            ["known_since"] = Text(KnownSince),
            ["key"] = Key.Describe(),
        };
        if (OwnerName is not null)
        {
            facts["owner_name"] = OwnerName;
            facts["owned_since"] = Text(OwnedSince!.Value);
        }

        return new(RefusalKind.AlreadyExists, "ACCOUNT_EXISTS", $"{Upper(Key.Describe())} belongs to {Number} {Name}, known since {KnownSince:d MMMM yyyy}; {owner}.") { Facts = facts };
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
