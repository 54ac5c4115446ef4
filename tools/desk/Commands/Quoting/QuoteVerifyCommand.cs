using System.CommandLine;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Proofs;
using CoretimeDesk.Sealing;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk quote verify</c>: checks a quote file on this machine, without any desk.</summary>
internal static class QuoteVerifyCommand
{
    /// <summary>The exit code of a file in which something is wrong.</summary>
    public const int Wrong = 2;

    private const long BytesMax = 16 * 1024 * 1024;

    public static Command Group() => new("quote", "A quote file, as the desk gives it to a customer.") { Make() };

    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "The quote file: Q-2026-000123.r1.quote.json.", HelpName = "FILE" };
        var key = new Option<FileInfo?>("--key") { Description = "The desk's public key, as './desk journal key' prints it. Without it the key in the file is used, which says nothing about who made the file.", HelpName = "FILE" };
        var kept = new Option<FileInfo?>("--internal") { Description = "The desk's internal file, as './desk quotes export --internal' writes it: then the ceiling on concession and commission together is checked as well.", HelpName = "FILE" };
        var json = SessionCommands.Json();
        var command = new Command("verify", "Check a quote file on this machine, without a desk: digests, amounts, the rules and their verdict, approvals, the sealed journal, the signature. Exit code 2 when something is wrong.") { file, key, kept, json };
        command.SetAction(r => Run(r.GetValue(file)!, r.GetValue(key), r.GetValue(kept), r.GetValue(json)));
        return command;
    }

    private static int Run(FileInfo file, FileInfo? keyFile, FileInfo? kept, bool asJson)
    {
        var found = QuoteVerifier.Verify(Read(file), keyFile is null ? null : KeyOf(keyFile), kept is null ? null : TextOf(kept));
        if (asJson)
        {
            WriteJson(file, found);
        }
        else
        {
            Show(found);
        }

        return found.Ok ? 0 : Wrong;
    }

    private static void Show(QuoteVerification found)
    {
        var screen = new Screen();
        foreach (var check in found.Checks)
        {
            if (!check.IsChecked)
            {
                screen.Note($"○ {check.Name}: {check.Why}");
            }
            else if (check.Ok)
            {
                screen.Done($"{check.Name}: {check.Why}");
            }
            else
            {
                screen.Warn($"✗ {check.Name}: {check.Why}");
            }
        }

        if (found is { Ok: true, Quote: { } quote })
        {
            screen.Line($"{quote.Number} revision {quote.Revision} for {quote.Customer.AccountName}, valid until {QuoteContent.At(quote.ValidUntil)}: nothing is wrong with this file.");
            if (!found.KeyWasGiven)
            {
                screen.Note("Whoever makes a file can put a key into it: compare the key with the desk's, or give it with --key.");
            }
        }
        else
        {
            screen.Warn("Do not rely on this file.");
        }
    }

    private static void WriteJson(FileInfo file, QuoteVerification found) => ChainOutput.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("file", file.Name);
        writer.WriteBoolean("ok", found.Ok);
        writer.WriteBoolean("key_given", found.KeyWasGiven);
        writer.WriteString("key", found.Key?.Id ?? "");
        writer.WriteString("number", found.Quote?.Number ?? "");
        writer.WriteNumber("revision", found.Quote?.Revision ?? 0);
        writer.WriteString("digest", found.Quote?.Sha256 ?? "");
        writer.WriteStartArray("checks");
        foreach (var check in found.Checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", check.Name);
            writer.WriteBoolean("ok", check.Ok);
            writer.WriteBoolean("checked", check.IsChecked);
            writer.WriteString("why", check.Why);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static byte[] Read(FileInfo file)
    {
        try
        {
            return file.Exists && file.Length > BytesMax
                ? throw new DeskException($"{file.FullName} has {file.Length} bytes; no quote file has more than {BytesMax}.")
                : File.ReadAllBytes(file.FullName);
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

    // Bytes that are no text at all are no internal text either; the check says so.
    private static string TextOf(FileInfo file) => System.Text.Encoding.UTF8.GetString(Read(file));

    private static SealPublicKey KeyOf(FileInfo file) => SealPublicKey.OfPem(System.Text.Encoding.UTF8.GetString(Read(file)))
        ?? throw new DeskException($"--key: {file.FullName} holds no public key on P-256 in PEM. './desk journal key' prints the desk's.");
}
