using System.CommandLine;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk quotes</c></summary>
internal static class QuotesCommand
{
    public static Command Make()
    {
        var command = new Command("quotes", "Quotes: what customers are offered.");
        foreach (var part in QuoteDocumentCommands.Make())
        {
            command.Add(part);
        }

        return command;
    }
}
