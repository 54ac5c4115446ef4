using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoretimeDesk.Hosting;

/// <summary>
/// The keys that seal tokens, shared by all services. Thread-safe. The framework's own ring reloads once a day and gives
/// up on a key that it has not seen; a service that started before the first key existed, or slept through a rotation,
/// would then refuse good tokens for hours. So a sealed text that names an unknown key makes this ring look again, at
/// most once a second, however many bad tokens arrive.
/// </summary>
internal sealed class TokenKeyRing
{
    private const string ApplicationName = "coretime-desk";
    private const string Purpose = "CoretimeDesk.AccessToken.v1";
    private const uint Magic = 0x09F0C9F0;
    private const int HeaderSize = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IXmlRepository _ring;
    private readonly bool _createsKeys;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly Lock _gate = new();
    private volatile Loaded _loaded;
    private long _lookedAt;

    public TokenKeyRing(IXmlRepository ring, bool createsKeys, TimeProvider time, ILoggerFactory? logs = null)
    {
        (_ring, _createsKeys, _time, _logs) = (ring, createsKeys, time, logs ?? NullLoggerFactory.Instance);
        _loaded = new([], null);
        _lookedAt = long.MinValue;
    }

    private sealed record Loaded(HashSet<Guid> Keys, IDataProtector? Protector);

    /// <summary>Whether this process may add keys: only the issuer may.</summary>
    public bool CreatesKeys => _createsKeys;

    public byte[] Protect(byte[] plain)
    {
        if (!_createsKeys)
        {
            throw new InvalidOperationException("This service only verifies tokens; call IssueTokens() on its builder if it is the issuer.");
        }

        if (_loaded.Protector is null)
        {
            lock (_gate)
            {
                if (_loaded.Protector is null)
                {
                    _loaded = Load();
                }
            }
        }

        return _loaded.Protector!.Protect(plain);
    }

    /// <summary>Null when the text was not sealed with a key of the ring.</summary>
    public byte[]? TryUnprotect(byte[] sealedBytes)
    {
        if (KeyOf(sealedBytes) is not { } key)
        {
            return null;
        }

        var loaded = _loaded;
        if (!loaded.Keys.Contains(key))
        {
            loaded = LookAgain(key);
        }

        if (loaded.Protector is null || !loaded.Keys.Contains(key))
        {
            return null;
        }

        try
        {
            return loaded.Protector.Unprotect(sealedBytes);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Reads the ring now. The issuer creates its first key by this.</summary>
    public void Reload()
    {
        lock (_gate)
        {
            _loaded = Load();
        }
    }

    private Loaded LookAgain(Guid key)
    {
        lock (_gate)
        {
            // Somebody else may have looked while this call waited for the lock.
            if (_loaded.Keys.Contains(key) || (_lookedAt != long.MinValue && _time.GetElapsedTime(_lookedAt) < Pause))
            {
                return _loaded;
            }

            // Noted only once it worked: while the ring's database is away a good token must be "try again", not "invalid".
            if (!KeysInRing().SetEquals(_loaded.Keys))
            {
                _loaded = Load();
            }

            _lookedAt = _time.GetTimestamp();
            return _loaded;
        }
    }

    private Loaded Load()
    {
        var services = new ServiceCollection();
        services.AddSingleton(_logs);
        services.AddDataProtection().SetApplicationName(ApplicationName);
        services.Configure<KeyManagementOptions>(o =>
        {
            // A verifier works on what was read here: the framework reads lazily, and takes a database that is away at that
            // moment for a bad token.
            o.XmlRepository = _createsKeys ? _ring : new Copy(_ring.GetAllElements());
            o.AutoGenerateKeys = _createsKeys;
        });

        // Not disposed: protectors made by it live on in other threads, and nothing in it holds a handle.
        var protector = services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose);
        if (_createsKeys)
        {
            protector.Protect([]); // Creates the first key when there is none.
        }

        return new(KeysInRing(), protector);
    }

    private HashSet<Guid> KeysInRing() =>
        [.. _ring.GetAllElements().Where(e => e.Name == "key").Select(e => (Guid?)IdOf(e)).OfType<Guid>()];

    private static Guid? IdOf(XElement key) => Guid.TryParse((string?)key.Attribute("id"), out var id) ? id : null;

    // A sealed text starts with a magic number and the id of its key; both are documented formats of the framework.
    private static Guid? KeyOf(ReadOnlySpan<byte> sealedBytes) =>
        sealedBytes.Length > HeaderSize && BinaryPrimitives.ReadUInt32BigEndian(sealedBytes) == Magic
            ? new Guid(sealedBytes[4..HeaderSize])
            : null;

    private sealed class Copy(IReadOnlyCollection<XElement> elements) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => elements;

        public void StoreElement(XElement element, string friendlyName) => throw new NotSupportedException("A service that only verifies tokens adds no keys.");
    }
}
