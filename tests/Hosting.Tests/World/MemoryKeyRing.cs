using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CoretimeDesk.Hosting.Tests;

/// <summary>A key ring that several hosts of one test share. Counts how often it is read.</summary>
public sealed class MemoryKeyRing : IXmlRepository
{
    private readonly Lock _gate = new();
    private readonly List<XElement> _elements = [];
    private int _reads;

    /// <summary>Thrown at every read while set.</summary>
    public Exception? Fault { get; set; }

    public int Reads => Volatile.Read(ref _reads);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        Interlocked.Increment(ref _reads);
        if (Fault is not null)
        {
            throw Fault;
        }

        lock (_gate)
        {
            return [.. _elements.Select(e => new XElement(e))];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_gate)
        {
            _elements.Add(new(element));
        }
    }
}
