using System.CommandLine;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Client;

/// <summary>Asks before money moves, before somebody is shut out, or before something is given up for ever.</summary>
internal static class Confirmation
{
    public static Option<bool> Yes() => new("--yes") { Description = "Do it without asking." };

    /// <summary>Goes on when somebody said yes, by option or when asked.</summary>
    /// <exception cref="DeskException">Nobody said yes.</exception>
    public static void Ask(ParseResult r, Option<bool> yes, string question)
    {
        if (r.GetValue(yes))
        {
            return;
        }

        var screen = new Screen();
        if (!screen.CanAsk)
        {
            throw new DeskException($"{question} Nobody can be asked here. Add --yes if it is meant.");
        }

        if (!screen.Ask(question))
        {
            throw new DeskException("Nothing was changed.");
        }
    }
}
