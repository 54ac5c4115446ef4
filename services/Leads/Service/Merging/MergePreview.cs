using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Merging;

/// <summary>What a merge would do, worked out from the database as it is.</summary>
internal sealed class MergePreview
{
    private const int ItemsShown = 50;

    private MergePreview(AccountRow survivor, AccountRow absorbed, IReadOnlyList<(IFollowsAccount Part, Followers Found)> followers) =>
        (Survivor, Absorbed, Followers) = (survivor, absorbed, followers);

    public AccountRow Survivor { get; }

    public AccountRow Absorbed { get; }

    public IReadOnlyList<(IFollowsAccount Part, Followers Found)> Followers { get; }

    public IEnumerable<string> Obstacles => Followers.SelectMany(f => f.Found.Obstacles);

    /// <summary>Names everything that is shown: the versions of both accounts, and a digest of what would come over.</summary>
    public string Token
    {
        get
        {
            var shown = new StringBuilder();
            foreach (var (part, found) in Followers)
            {
                shown.Append(part.What).Append('\n');
                foreach (var item in found.Items)
                {
                    shown.Append(item.Id).Append(' ').Append(item.Label).Append('\n');
                }
            }

            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(shown.ToString()));
            return $"{Survivor.Version}.{Absorbed.Version}.{Convert.ToHexStringLower(digest.AsSpan(0, 16))}";
        }
    }

    public static async Task<MergePreview> WorkOutAsync(LeadsDb db, AccountRow survivor, AccountRow absorbed, IEnumerable<IFollowsAccount> parts, CancellationToken stop)
    {
        var followers = new List<(IFollowsAccount, Followers)>();
        foreach (var part in parts)
        {
            followers.Add((part, await part.LookAsync(db, absorbed, survivor, stop)));
        }

        return new(survivor, absorbed, followers);
    }

    /// <summary>Why what was shown is not what there is; null when it is.</summary>
    public Refusal? StaleSince(string token)
    {
        if (token == Token)
        {
            return null;
        }

        var shown = token.Split('.');
        var what = shown.Length != 3 ? "This is no preview of these two accounts."
            : shown[0] != $"{Survivor.Version}" ? $"{Survivor.Number} {Survivor.Name} was changed since the preview."
            : shown[1] != $"{Absorbed.Version}" ? $"{Absorbed.Number} {Absorbed.Name} was changed since the preview."
            : $"What belongs to {Absorbed.Number} {Absorbed.Name} was changed since the preview.";
        return new(RefusalKind.Precondition, "MERGE_PREVIEW_STALE", $"{what} Preview the merge again, and look.");
    }

    public PreviewMergeResponse ToMessage()
    {
        var (survivor, absorbed) = (Survivor.ToState(), Absorbed.ToState());
        var merged = MergeRules.Merged(survivor, absorbed, new Dictionary<string, Side>());
        return new()
        {
            Survivor = Survivor.ToMessage(),
            Absorbed = Absorbed.ToMessage(),
            Fields =
            {
                MergeRules.Differences(survivor, absorbed).Select(f => new V1.MergeField
                {
                    Field = f.Field,
                    Survivor = f.Survivor,
                    Absorbed = f.Absorbed,
                    Proposed = (V1.Side)f.Proposed,
                    Because = f.Because,
                }),
            },
            Moves =
            {
                Parts(survivor, absorbed).Concat(Followers.Select(f => Move(f.Part.What, [.. f.Found.Items.Select(i => i.Label)]))).Where(m => m.Count > 0),
            },
            CreatedAt = merged.CreatedAt.ToTimestamp(),
            Obstacles = { Obstacles },
            Preview = Token,
        };
    }

    private static IEnumerable<MergeMove> Parts(AccountState survivor, AccountState absorbed)
    {
        yield return Move("keys", [.. absorbed.Keys.Select(k => k.Describe())]);
        yield return Move("chain accounts", [.. absorbed.ChainAccounts.Select(c => c.Address.Text)]);
        yield return Move("ecosystems", [.. absorbed.Ecosystems.Except(survivor.Ecosystems)]);
    }

    private static MergeMove Move(string what, IReadOnlyList<string> items) => new() { What = what, Items = { items.Take(ItemsShown) }, Count = (uint)items.Count };
}
