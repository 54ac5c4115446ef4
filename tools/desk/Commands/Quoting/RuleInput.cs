using System.CommandLine;
using System.Globalization;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary>What the rule commands are given, and how they say that it is broken.</summary>
internal static class RuleInput
{
    private const string PlanckUnit = "planck";

    public static Option<FileInfo> Rules() => new("--rules") { Description = "A rule version: a JSON file, as './desk rules show --json' prints it.", HelpName = "FILE", Required = true };

    public static Option<string?> Token() => new("--token") { Description = "What amounts are of: DOT, KSM or PAS. Without it, amounts are shown in planck.", HelpName = "SYMBOL" };

    /// <summary>Reads a rule file, broken or not.</summary>
    public static RuleReading Read(FileInfo file)
    {
        try
        {
            return RuleFile.Read(File.ReadAllBytes(file.FullName));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DeskException($"There is no file {file.FullName}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeskException($"{file.FullName} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Prints complaints and gives the exit code.</summary>
    public static int Complain(FileInfo file, RuleReading reading, bool asJson)
    {
        if (asJson)
        {
            ChainOutput.Json(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("errors");
                foreach (var complaint in reading.Complaints)
                {
                    writer.WriteStartObject();
                    writer.WriteString("path", complaint.Path);
                    writer.WriteString("code", complaint.Code);
                    writer.WriteString("message", complaint.Message);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            });
        }
        else
        {
            var screen = new Screen();
            screen.Warn($"{file.Name} has {RuleWords.Count(reading.Complaints.Length, "fault")}:");
            foreach (var complaint in reading.Complaints)
            {
                screen.Line(Sentence(complaint));
            }
        }

        return RulesCommand.Unreadable;
    }

    /// <summary>A complaint in a line.</summary>
    public static string Sentence(RuleComplaint complaint) => $"  {(complaint.Path.Length == 0 ? "the file" : complaint.Path)} {complaint.Message} ({complaint.Code})";

    /// <summary>The token that an option names; null for planck.</summary>
    public static Token? TokenOf(string? symbol) => symbol is null ? null
        : Market.Token.TryFind(symbol, out var token) ? token
        : throw new DeskException($"--token: '{symbol}' is not known; write {string.Join(", ", Market.Token.Known.Select(t => t.Symbol))}.");

    /// <summary>The token that stands behind an amount; null for none that is known.</summary>
    public static Token? TokenIn(string amount) => Market.Token.TryFind(amount[(amount.LastIndexOf(' ') + 1)..], out var token) ? token : null;

    /// <summary>Whether an amount is written in planck.</summary>
    public static bool IsPlanck(string amount) => amount.EndsWith($" {PlanckUnit}", StringComparison.OrdinalIgnoreCase);

    /// <summary>An amount with its unit. What no chain could hold is shown in planck.</summary>
    public static string Money(WidePlanck amount, Token? token) => token is not null && amount.TryNarrow(out var planck) ? token.Format(planck) : $"{amount} {PlanckUnit}";

    /// <summary>An amount as people write it: "120.5", "120.5 DOT", or "1205000000000 planck".</summary>
    public static Planck Amount(string option, string text, Token token)
    {
        if (IsPlanck(text))
        {
            return Planck.TryParse(text.AsSpan(0, text.Length - PlanckUnit.Length - 1), out var planck)
                ? planck
                : throw new DeskException($"{option}: '{text}' is no amount of planck; write digits, as in \"1205000000000 planck\".");
        }

        return token.TryParse(text, out var amount, out var problem) ? amount : throw new DeskException($"{option}: {problem} Or write planck, as in \"1205000000000 planck\".");
    }

    /// <summary>Basis points from an option.</summary>
    public static BasisPoints Rate(string option, int value) => value is >= 0 and <= (int)BasisPoints.One
        ? new((uint)value)
        : throw new DeskException($"{option}: {value.ToString(CultureInfo.InvariantCulture)} is no rate; write basis points from 0 to 10000 (2500 is 25 %).");
}
