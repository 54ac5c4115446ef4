namespace CoretimeDesk.Substrate.Tests.Metadata;

/// <summary>Writes a <see cref="MetadataBlob"/> in one version of the format.</summary>
internal sealed class MetadataBlobWriter(MetadataBlob blob, int version)
{
    private readonly ScaleWriter _w = new();

    public byte[] Write()
    {
        var (address, signature) = (blob.Account, blob.Array(64, blob.U8));
        var call = OuterEnum("RuntimeCall", p => p.Calls);
        var @event = OuterEnum("RuntimeEvent", p => p.Events);
        var extrinsic = blob.Add(w => MetadataBlob.WriteFields(w, 0, []), ["test", "UncheckedExtrinsic"], [("Address", address), ("Call", call), ("Signature", signature), ("Extra", blob.Unit)]);
        List<PalletSpec> pallets = [System(@event), .. blob.Pallets];

        _w.WriteBytes("meta"u8);
        _w.WriteByte((byte)version);
        blob.WriteTypes(_w);
        Each(pallets, WritePallet);
        switch (version)
        {
            case 14:
                Id(extrinsic);
                _w.WriteByte(4);
                Each(blob.Extensions, WriteExtension);
                Id(blob.Unit);
                return _w.ToArray();
            case 15:
                _w.WriteByte(4);
                Id(address, call, signature, blob.Unit);
                Each(blob.Extensions, WriteExtension);
                Id(blob.Unit);
                break;
            default:
                _w.WriteByteVector(blob.ExtrinsicVersions);
                Id(address, call, signature);
                WriteExtensionVersions();
                Each(blob.Extensions, WriteExtension);
                break;
        }

        Each(blob.Apis, WriteApi);
        Id(call, @event, blob.Unit);
        Each(blob.Custom, c =>
        {
            _w.WriteString(c.Name);
            Id(c.Type);
            _w.WriteByteVector(c.Value);
        });
        return _w.ToArray();
    }

    private int OuterEnum(string name, Func<PalletSpec, EnumSpec?> part) =>
        blob.Enum(name, [.. blob.Pallets.Where(p => part(p) is not null).Select(p => new VariantSpec(p.Name, p.Index, (null, part(p)!.Type)))]);

    private PalletSpec System(int @event)
    {
        var phase = blob.Enum("Phase", new("ApplyExtrinsic", 0, (null, blob.U32)), new("Finalization", 1), new("Initialization", 2));
        var record = blob.Struct("EventRecord", ("phase", phase), ("event", @event), ("topics", blob.Vec(blob.Hash)));
        return new("System", 255) { Prefix = "System", Storage = [new("Events", blob.Vec(record))] };
    }

    private void WritePallet(PalletSpec pallet)
    {
        _w.WriteString(pallet.Name);
        _w.WriteBool(pallet.Prefix is not null);
        if (pallet.Prefix is not null)
        {
            _w.WriteString(pallet.Prefix);
            Each(pallet.Storage, WriteStorage);
        }

        WriteEnum(pallet.Calls);
        WriteEnum(pallet.Events);
        Each(pallet.Constants, c =>
        {
            _w.WriteString(c.Name);
            Id(c.Type);
            _w.WriteByteVector(c.Value);
            WriteEnd(c.Docs, c.Deprecation);
        });
        WriteEnum(pallet.Errors);
        if (version >= 16)
        {
            Each(pallet.AssociatedTypes, a =>
            {
                _w.WriteString(a.Name);
                Id(a.Type);
                MetadataBlob.WriteTexts(_w, a.Docs);
            });
            Each(pallet.Views, WriteView);
        }

        _w.WriteByte(pallet.Index);
        if (version >= 15)
        {
            WriteEnd(pallet.Docs, pallet.Deprecation);
        }
    }

    private void WriteStorage(StorageSpec entry)
    {
        _w.WriteString(entry.Name);
        _w.WriteByte(entry.Modifier);
        _w.WriteBool(entry.Key is not null);
        if (entry.Key is { } key)
        {
            _w.WriteByteVector(entry.Hashers);
            Id(key);
        }

        Id(entry.Value);
        _w.WriteByteVector(entry.Default);
        WriteEnd(entry.Docs, entry.Deprecation);
    }

    private void WriteEnum(EnumSpec? spec)
    {
        _w.WriteBool(spec is not null);
        if (spec is null)
        {
            return;
        }

        Id(spec.Type);
        if (version >= 16)
        {
            Each(spec.Deprecated, d =>
            {
                _w.WriteByte(d.Index);
                WriteDeprecation(d.Deprecation);
            });
        }
    }

    private void WriteView(ViewSpec view)
    {
        _w.WriteBytes(view.Id);
        WriteFunction(view.Name, view.Inputs, view.Output);
        WriteEnd(view.Docs, view.Deprecation);
    }

    private void WriteApi(ApiSpec api)
    {
        _w.WriteString(api.Name);
        Each(api.Methods, m =>
        {
            WriteFunction(m.Name, m.Inputs, m.Output);
            WriteEnd(m.Docs, m.Deprecation);
        });
        MetadataBlob.WriteTexts(_w, api.Docs);
        if (version >= 16)
        {
            _w.WriteCompact(api.Version);
            WriteDeprecation(api.Deprecation);
        }
    }

    private void WriteFunction(string name, (string Name, int Type)[] inputs, int output)
    {
        _w.WriteString(name);
        Each(inputs, i =>
        {
            _w.WriteString(i.Name);
            Id(i.Type);
        });
        Id(output);
    }

    private void WriteExtension(ExtensionSpec extension)
    {
        _w.WriteString(extension.Name);
        Id(extension.Type, extension.Implicit);
    }

    private void WriteExtensionVersions()
    {
        var versions = blob.ExtensionVersions.Count > 0 ? blob.ExtensionVersions : [((byte)0, [.. Enumerable.Range(0, blob.Extensions.Count)])];
        Each(versions, v =>
        {
            _w.WriteByte(v.Version);
            Each(v.Positions, p => _w.WriteCompact((uint)p));
        });
    }

    private void WriteEnd(string[] docs, Deprecation? deprecation)
    {
        MetadataBlob.WriteTexts(_w, docs);
        if (version >= 16)
        {
            WriteDeprecation(deprecation);
        }
    }

    private void WriteDeprecation(Deprecation? deprecation)
    {
        _w.WriteByte((byte)(deprecation is null ? 0 : deprecation.Note is null ? 1 : 2));
        if (deprecation?.Note is { } note)
        {
            _w.WriteString(note);
            _w.WriteBool(deprecation.Since is not null);
            if (deprecation.Since is { } since)
            {
                _w.WriteString(since);
            }
        }
    }

    private void Id(params int[] ids)
    {
        foreach (var id in ids)
        {
            _w.WriteCompact((uint)id);
        }
    }

    private void Each<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        _w.WriteCompact((uint)items.Count);
        foreach (var item in items)
        {
            write(item);
        }
    }
}
