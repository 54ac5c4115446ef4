using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text;
using CoretimeDesk.Commissions;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Market;

namespace CoretimeDesk.Desk.Commands.Commissions;

/// <summary>What the commission commands are given, and how they say that it is broken.</summary>
internal static class CommissionInput
{
    public static Option<FileInfo> Plan() => new("--plan") { Description = "The plans: a JSON file. Described in docs/commissions.md.", HelpName = "FILE", Required = true };

    public static Option<FileInfo> Facts() => new("--facts") { Description = "What happened: a file of JSON Lines, one fact each. Described in docs/commissions.md.", HelpName = "FILE.jsonl", Required = true };

    /// <summary>Reads plans; prints what is wrong with them.</summary>
    public static PlanBook? Read(FileInfo file, bool asJson)
    {
        var reading = PlanFile.Read(Bytes(file));
        if (reading.Book is null)
        {
            Complain(file, "plan", reading.Faults[0], asJson);
        }

        return reading.Book;
    }

    /// <summary>Reads plans and facts and works out the ledger; prints what is wrong with them.</summary>
    public static (PlanBook Plans, FactReading Facts, CommissionLedger Ledger)? Compute(FileInfo plan, FileInfo facts, bool asJson)
    {
        if (Read(plan, asJson) is not { } plans)
        {
            return null;
        }

        if (!facts.Exists)
        {
            throw new DeskException($"There is no file {facts.FullName}.");
        }

        FactReading reading;
        try
        {
            reading = FactFile.Read(File.ReadLines(facts.FullName, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false)), plans);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeskException($"{facts.FullName} cannot be read: {e.Message}", e);
        }

        if (reading.Fault is { } fault)
        {
            Complain(facts, "facts", fault, asJson);
            return null;
        }

        return (plans, reading, CommissionLedger.Compute(plans, reading.Facts, reading.Duplicates));
    }

    /// <summary>Says what is wrong: with <c>--json</c> as an object, else as a sentence on standard error.</summary>
    public static void Complain(FileInfo file, string kind, Fault fault, bool asJson)
    {
        if (!asJson)
        {
            Console.Error.WriteLine(Sentence(file, fault));
            return;
        }

        ChainOutput.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteNumber("line", fault.Line);
            writer.WriteString("field", fault.Field);
            writer.WriteString("file", kind);
            writer.WriteString("message", fault.Message);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    /// <summary>A fault in a line.</summary>
    public static string Sentence(FileInfo file, Fault fault) =>
        $"{file.Name}{(fault.Line == 0 ? "" : $", line {fault.Line.ToString(CultureInfo.InvariantCulture)}")}: {(fault.Field.Length == 0 ? "this" : fault.Field)} {fault.Message}.";

    /// <summary>An amount with its unit; what no chain could hold, and what has no token, in planck.</summary>
    public static string Money(BigInteger planck, Token? token)
    {
        var size = BigInteger.Abs(planck);
        return token is not null && size <= UInt128.MaxValue ? $"{(planck.Sign < 0 ? "-" : "")}{token.Format(new((UInt128)size))}" : $"{planck.ToString(CultureInfo.InvariantCulture)} planck";
    }

    public static byte[] Bytes(FileInfo file)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
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
}
