using System.Text;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Tests.Following;

/// <summary>
/// A follower's life as text, one line for what it is told and what it then wants: <c>head 7 => at 5, get 7</c>. Block <c>5</c> is the chain's; <c>5b</c> is another of that
/// height, and the parent of <c>6b</c>. The parent of the first of a fork is the chain's: <c>6b/5</c> says so. Words: <c>head header block done missing unreadable
/// disagree</c>; wishes: <c>ask 5</c> a header by hash, <c>at 5</c> one by height, <c>get 5</c> a block, <c>commit 5</c>, <c>stop Reason 5</c>, <c>finished 5</c>,
/// <c>-</c> nothing.
/// </summary>
internal sealed class FollowerTable(StartPoint start, int window = 4, uint? until = null)
{
    private readonly Dictionary<H256, string> _names = [];

    public static BlockRef Block(string name) => new(NumberOf(name), Blake2b.Hash256(Encoding.UTF8.GetBytes(name)));

    public static HeaderRef Header(string text)
    {
        var parts = text.Split('/');
        var (number, fork) = (NumberOf(parts[0]), parts[0].TrimStart([.. "0123456789"]));
        return new(Block(parts[0]), number == 0 ? default : Block(parts.Length > 1 ? parts[1] : $"{number - 1}{fork}").Hash);
    }

    public FollowerState Check(string table)
    {
        var state = FollowerState.Begin(start, window, until);
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var sides = line.Split("//")[0].Split("=>", StringSplitOptions.TrimEntries);
            (state, var actions) = Follower.Next(state, Input(sides[0]));
            var wishes = actions.Count == 0 ? "-" : string.Join(", ", actions.Select(Describe));
            Assert.True(sides[1] == wishes, $"'{line}'\n gives '{wishes}'");
        }

        return state;
    }

    private static uint NumberOf(string name) => uint.Parse(string.Concat(name.TakeWhile(char.IsAsciiDigit)), null);

    private FollowerInput Input(string text)
    {
        var words = text.Split(' ');
        if (words.Length > 1)
        {
            Remember(words[1]);
        }

        return words[0] switch
        {
            "head" => new FollowerInput.HeadFinalized(Header(words[1])),
            "header" => new FollowerInput.HeaderFetched(words.Length > 2 ? NumberOf(words[2]) : NumberOf(words[1]), Header(words[1])),
            "block" => new FollowerInput.BlockFetched(Block(words[1])),
            "done" => new FollowerInput.Committed(Block(words[1])),
            "missing" => new FollowerInput.Missing(NumberOf(words[1]), "pruned"),
            "unreadable" => new FollowerInput.Unreadable(Block(words[1]), "no such event"),
            "disagree" => new FollowerInput.SourcesDisagree(Block(words[1]), "their events differ"),
            _ => throw new ArgumentException(text),
        };
    }

    private void Remember(string text)
    {
        var header = Header(text);
        _names[header.Hash] = text.Split('/')[0];
        if (header.Number > 0)
        {
            _names.TryAdd(header.Parent, text.Contains('/') ? text.Split('/')[1] : $"{header.Number - 1}{text.TrimStart([.. "0123456789"])}");
        }
    }

    private string Describe(FollowerAction action) => action switch
    {
        FollowerAction.FetchHeader ask => $"ask {Name(ask.Block)}",
        FollowerAction.FetchHeaderAt at => $"at {at.Number}",
        FollowerAction.FetchBlock get => $"get {Name(get.Header.Block)}",
        FollowerAction.Commit commit => $"commit {Name(commit.Header.Block)}",
        FollowerAction.Stop stop => $"stop {stop.Why.Reason} {stop.Why.At}",
        FollowerAction.Finished finished => $"finished {Name(finished.Last)}",
        _ => throw new ArgumentException($"{action}"),
    };

    private string Name(BlockRef block) => _names.GetValueOrDefault(block.Hash) ?? $"?{block.Number}";
}
