using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Journal.V1;
using CoretimeDesk.Sealing;
using Sealed = CoretimeDesk.Sealing.Seal;
using V1Seal = CoretimeDesk.Journal.V1.Seal;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk journal</c>: what was sealed, and whether it still is what it was.</summary>
internal static class JournalCommands
{
    /// <summary>The exit code of a journal in which something was changed.</summary>
    public const int Wrong = 2;

    public static Command Make() => new("journal", "The signed seals over a service's journal: what is sealed cannot be changed unseen.") { Seals(), Verify(), Key() };

    private static Command Seals()
    {
        var (service, file, address, json) = (Service(), Shared.File(), Shared.Address(), SessionCommands.Json());
        var after = new Option<long>("--after") { Description = "Only seals with a higher number." };
        var command = new Command("seals", "List the seals, oldest first.") { service, after, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var answer = await new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System).CallAsync(
                r.GetValue(service)!, r.GetValue(address),
                (c, o) => new JournalService.JournalServiceClient(c).ListSealsAsync(new() { AfterNumber = r.GetValue(after), PageSize = 1000 }, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => Answer.Rows(
                screen, answer.Seals, "Nothing is sealed yet.", "", ["number", "sealed", "rows", "root", "key"],
                s => [$"{s.Number}", Answer.Date(s.SealedAt), $"{s.Leaves}", s.Root, s.KeyId[..16]]));
            return 0;
        });
        return command;
    }

    private static Command Key()
    {
        var (service, file, address) = (Service(), Shared.File(), Shared.Address());
        service.DefaultValueFactory = _ => "quoting";
        service.Arity = ArgumentArity.ZeroOrOne;
        var command = new Command("key", "Print the public key that seals are signed with, in PEM; './desk quote verify --key' takes it. Nobody needs to be signed in.") { service, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var answer = await new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System).CallOpenAsync(
                r.GetValue(service)!, r.GetValue(address), c => new JournalService.JournalServiceClient(c).ListSealKeysAsync(new(), cancellationToken: cancellation), cancellation);
            Console.Write(answer.Keys.Count > 0 ? answer.Keys[^1].Pem : throw new DeskException("The desk has no key for seals yet. Identity makes it when it is migrated."));
            return 0;
        });
        return command;
    }

    private static Command Verify()
    {
        var (service, file, address, json) = (Service(), Shared.File(), Shared.Address(), SessionCommands.Json());
        var key = new Option<FileInfo?>("--key") { Description = "The desk's public key, kept since earlier. Without it the keys that the service names are believed.", HelpName = "FILE" };
        var command = new Command(
            "verify",
            "Compare every sealed row with its seal. The service compares the rows; the chain of seals and their signatures are checked on this machine. Exit code 2 when something was changed.") { service, key, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var client = new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System);
            var keys = r.GetValue(key) is { } given
                ? [SealPublicKey.OfPem(await File.ReadAllTextAsync(given.FullName, cancellation)) ?? throw new DeskException($"--key: {given.FullName} holds no public key on P-256 in PEM.")]
                : (await client.CallOpenAsync(r.GetValue(service)!, r.GetValue(address), c => new JournalService.JournalServiceClient(c).ListSealKeysAsync(new(), cancellationToken: cancellation), cancellation))
                    .Keys.Select(k => SealPublicKey.OfPem(k.Pem)).OfType<SealPublicKey>().ToList();
            var audit = new Audit(keys);
            await foreach (var finding in client.StreamAsync(r.GetValue(service)!, r.GetValue(address), (c, o) => new JournalService.JournalServiceClient(c).AuditSeals(new(), o), cancellation))
            {
                audit.Add(finding);
            }

            return audit.Tell(r.GetValue(service)!, r.GetValue(json));
        });
        return command;
    }

    private static Argument<string> Service() => new("service") { Description = "Whose journal: a name in tye.yaml." };

    /// <summary>What the service found, and what is found here.</summary>
    private sealed class Audit(IReadOnlyList<SealPublicKey> keys)
    {
        private readonly List<(long Number, string Fault)> _faults = [];
        private string _previous = Sealed.Nothing;
        private long _seals;
        private long _rows;
        private long? _unsealed;

        public void Add(SealFinding finding)
        {
            if (finding.Seal is not { } message)
            {
                _unsealed = finding.Unsealed;
                return;
            }

            _seals++;
            _rows += message.Leaves;
            var fault = finding.Fault.Length > 0 ? finding.Fault : Check(message);
            if (fault is not null)
            {
                _faults.Add((message.Number, fault));
            }
        }

        public int Tell(string service, bool asJson)
        {
            if (_unsealed is null)
            {
                _faults.Add((_seals, "The service ended its answer early."));
            }

            if (asJson)
            {
                ChainOutput.Json(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("service", service);
                    writer.WriteBoolean("ok", _faults.Count == 0);
                    writer.WriteNumber("seals", _seals);
                    writer.WriteNumber("rows", _rows);
                    writer.WriteNumber("unsealed", _unsealed ?? 0);
                    writer.WriteStartArray("faults");
                    foreach (var (number, fault) in _faults)
                    {
                        writer.WriteStartObject();
                        writer.WriteNumber("seal", number);
                        writer.WriteString("fault", fault);
                        writer.WriteEndObject();
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                });
            }
            else
            {
                var screen = new Screen();
                foreach (var (number, fault) in _faults)
                {
                    screen.Warn($"✗ Seal {number}: {fault}");
                }

                if (_faults.Count == 0)
                {
                    screen.Done($"{_rows} rows under {_seals} seals are what they were when they were sealed; the seals are one chain, signed by {string.Join(", ", keys.Select(k => k.Id[..16]))}.");
                }

                screen.Note($"{_unsealed ?? 0} rows are not sealed yet.");
            }

            return _faults.Count == 0 ? 0 : Wrong;
        }

        private string? Check(V1Seal message)
        {
            if (Sealed.TryParse(message.Canonical) is not { } seal || seal.Number != message.Number || seal.Root != message.Root)
            {
                return "The service shows another seal than it lets check.";
            }

            var follows = seal.Previous == _previous;
            _previous = seal.Hash();
            return !follows ? "It does not follow the seal before: the chain is broken here."
                : keys.FirstOrDefault(k => k.Id == seal.KeyId) is not { } key ? $"It was signed with key {seal.KeyId}, which is not the desk's."
                : !key.Verifies(new(seal, message.Signature)) ? "Its signature is wrong."
                : null;
        }
    }
}
