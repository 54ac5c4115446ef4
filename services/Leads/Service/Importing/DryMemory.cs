using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Leads.Importing;

/// <summary>
/// What a dry run would have written, as far as later rows of the same file must know it: 64 bits of a digest per row, key and
/// contact. A real import finds all of it in the database and keeps nothing.
/// </summary>
internal sealed class DryMemory
{
    private readonly HashSet<ulong> _rows = [];
    private readonly HashSet<ulong> _people = [];
    private readonly Dictionary<ulong, Guid> _keys = [];

    public IEnumerable<string> Imported(IEnumerable<string> hashes) => hashes.Where(h => _rows.Contains(Short(h)));

    public IEnumerable<TakenKey> Taken(IEnumerable<StrongKey> keys, DateTimeOffset now) =>
        keys.Where(k => _keys.ContainsKey(Short(Text(k)))).Select(k => new TakenKey(k, _keys[Short(Text(k))], "an account", "that an earlier row makes", now, null, null));

    public bool HasPerson(string person) => _people.Contains(Short(person));

    public void NoteRow(string hash) => _rows.Add(Short(hash));

    public void NoteAccount(Guid id, IEnumerable<StrongKey> keys)
    {
        foreach (var key in keys)
        {
            _keys[Short(Text(key))] = id;
        }
    }

    public void NotePerson(string person) => _people.Add(Short(person));

    private static string Text(StrongKey key) => $"{(int)key.Kind} {key.Network} {key.Value}";

    private static ulong Short(string text) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
