using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Calls;

/// <summary>
/// Accounts that are made of others: of a multisig's members and threshold, and of an account and an index. Both hash what they are made of behind the same
/// name. Sources: <c>multi_account_id</c> of pallet multisig, <c>derivative_account_id</c> of pallet utility.
/// </summary>
internal static class DerivedAccounts
{
    private static ReadOnlySpan<byte> Name => "modlpy/utilisuba"u8;

    /// <summary>The account of a multisig.</summary>
    /// <param name="members">All members, in any order; the chain sorts them too.</param>
    /// <param name="threshold">How many must agree.</param>
    public static AccountId32 Multisig(IEnumerable<AccountId32> members, ushort threshold)
    {
        var sorted = members.Order().ToList();
        var writer = new ScaleWriter();
        writer.WriteBytes(Name);
        writer.WriteCompact((uint)sorted.Count);
        foreach (var member in sorted)
        {
            writer.WriteBytes(member.AsSpan());
        }

        writer.WriteUInt16(threshold);
        return Of(writer);
    }

    /// <summary>The account that an account has under an index.</summary>
    public static AccountId32 Derivative(AccountId32 account, ushort index)
    {
        var writer = new ScaleWriter();
        writer.WriteBytes(Name);
        writer.WriteBytes(account.AsSpan());
        writer.WriteUInt16(index);
        return Of(writer);
    }

    private static AccountId32 Of(ScaleWriter writer) => AccountId32.FromBytes(Blake2b.Hash256(writer.Written).AsSpan());
}
