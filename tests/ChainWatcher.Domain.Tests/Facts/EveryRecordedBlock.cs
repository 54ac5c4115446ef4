using CoretimeDesk.ChainWatcher.Tests.Support;

namespace CoretimeDesk.ChainWatcher.Tests.Facts;

public sealed class EveryRecordedBlock
{
    public static TheoryData<string> Blocks => [.. RecordedBlock.Names];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Prints(string name)
    {
        var facts = RecordedBlock.Load(name).Facts();
        File.AppendAllText("/tmp/ours.txt", $"## {name} unread={facts.RemarksUnread}\n" + string.Concat(facts.Facts.Select(f => FactJson.Of(f).ToJsonString() + "\n")));
    }
}
