using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>What the desk wants to see besides the facts of coretime, which are seen always. Immutable.</summary>
public sealed class WatchList
{
    /// <summary>Longer remarks are nobody's of the desk: a tag and a digest are 40 bytes. Unbounded, they would let a stranger fill our tables.</summary>
    public const int RemarkBytesMax = 1024;

    private readonly byte[] _tag;
    private readonly HashSet<AccountId32> _accounts;

    /// <summary>What the desk wants to see.</summary>
    /// <param name="tag">The first bytes of the desk's remarks; empty to see none.</param>
    /// <param name="accounts">Accounts whose transfers are wanted.</param>
    /// <param name="balances">Accounts of which it is wanted what they hold; their transfers are wanted, too.</param>
    public WatchList(ReadOnlySpan<byte> tag = default, IEnumerable<AccountId32>? accounts = null, IEnumerable<AccountId32>? balances = null)
    {
        _tag = tag.ToArray();
        Balances = [.. (balances ?? []).Distinct().Order()];
        _accounts = [.. accounts ?? [], .. Balances];
    }

    /// <summary>Nothing besides coretime.</summary>
    public static WatchList Nothing { get; } = new();

    /// <summary>Accounts of which it is wanted what they hold, in the order of their bytes, which is that of their facts in a block.</summary>
    public IReadOnlyList<AccountId32> Balances { get; }

    /// <summary>The same without what accounts hold: for blocks of the past.</summary>
    public WatchList WithoutBalances => Balances.Count == 0 ? this : new(_tag, _accounts);

    /// <summary>True when the desk has a tag.</summary>
    public bool WantsRemarks => _tag.Length > 0;

    /// <summary>True when any account is watched.</summary>
    public bool WantsTransfers => _accounts.Count > 0;

    /// <summary>True when one of the two is watched.</summary>
    public bool Touches(AccountId32 from, AccountId32 to) => _accounts.Contains(from) || _accounts.Contains(to);

    /// <summary>The remark as the desk's; null when it has not its tag.</summary>
    public DeskRemark? Read(ReadOnlySpan<byte> remark) => WantsRemarks && remark.Length <= RemarkBytesMax && remark.StartsWith(_tag)
        ? new(Hex.Encode(remark), Hex.Encode(remark[_tag.Length..]))
        : null;
}
