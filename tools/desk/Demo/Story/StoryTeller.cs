using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Demo.Story;

/// <summary>Prints a story: each step with what shows that it happened.</summary>
internal sealed class StoryTeller(Screen screen)
{
    private const int NameWidth = 16;
    private int _step;

    /// <summary>One more step is done.</summary>
    /// <param name="what">What happened, in a sentence.</param>
    /// <param name="evidence">What shows it: names and ids, digests, hashes, dates.</param>
    public void Step(string what, params (string Name, string Value)[] evidence)
    {
        screen.Done($"{++_step}. {what}");
        foreach (var (name, value) in evidence.Where(e => e.Value.Length > 0))
        {
            screen.Line($"     {name.PadRight(NameWidth)} {value}");
        }
    }

    /// <summary>Something that must be said plainly.</summary>
    public void Say(string text) => screen.Note($"   {text}");
}
