namespace CoretimeDesk.Substrate.Tests.Accounts;

/// <summary>Addresses that other implementations made (subkey, the JavaScript libraries): the address, its prefix, its id.</summary>
internal static class PublishedAddresses
{
    public static readonly IReadOnlyList<(string Text, ushort Prefix, byte[] Id)> All = [.. """
        5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY     42     d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d
        15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5     0      d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d
        HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F      2      d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d
        5GoKvZWG5ZPYL1WUovuHW3zJBWBP5eT8CbqjdRY4Q6iMaQua     42     d172a74cda4c865912c32ba0a80a57ae69abae410e5ccb59dee84e2f4432db4f
        yGHU8YKprxHbHdEv7oUK4rzMZXtsdhcXVG2CAMyC9WhzhjH2k    255    d172a74cda4c865912c32ba0a80a57ae69abae410e5ccb59dee84e2f4432db4f
        5DA4D4GL5iakrn22h5uKoevgvo18Pqj5BcdEUv8etEDPdijA     42     3050f8456519829fe03302da802d22d3233a5f4037b9a3e2bcc403ccfcb2d735
        cLtA6nCDyvwKcEHH4QkZDSHMhS9s78BvUJUsKUbUAn1Jc2SCF    65     08e8969768fc14399930d4b8d693f68a2ff6c6a597325d6946095e5e9d9d1b0e
        cTGShekJ1L1UKFZR9xmv9UTJod7vqjFAPo4sDhXih2c3y1yLS    66     04a047d52fe542484c69bc528990cfeaf3a663dded0638ee1b51cf78bacd1072
        cnVRwXfAnz3RSVQyBUC8f8McrK3YBX2QYd4WoctpeSC6VTJYm    69     ae640d53cfa815f4a6a50ae70235cd7d9d134d0f1c3a4ccd118e321dfb6ab51f
        4pbsSkWcBaYoFHrKJZp5fDVUKbqSYD9dhZZGvpp3vQ5ysVs5ybV  200    035676109c54b9a16d271abeb4954316a40a32bcce023ac14c8e26e958aa68fba9
        xw5g1Eec8LT99pZLZMaTWwrwvNtfM6vrSuZeVbtEszCDUwByg    252    5c64f1151f0ce4358c27238fb20c88e7c899825436f565410724c8c2c5add869
        yGF4JP7q5AK46d1FPCEm9sYQ4KooSjHMpyVAjLnsCSWVafPnf    255    66cd6cf085627d6c85af1aaf2bd10cf843033e929b4e3b1c2ba8e4aa46fe111b
        mHm8k9Emsvyfp3piCauSH684iA6NakctF8dySQcX94GDdrJrE    4242   44d5a3ac156335ea99d33a83c57c7146c40c8e2260a8a4adf4e7a86256454651
        r6Gr4gaMP8TsjhFbqvZhv3YvnasugLiRJpzpRHifsqqG18UXa    14269  88f01441682a17b52d6ae12d1a5670cf675fd254897efabaa5069eb3a701ab73
        KWCv1L3QX9LDPwY4VzvLmarEmXjVJidUzZcinvVnmxAJJCBou    42     03b9dc646dd71118e5f7fda681ad9eca36eb3ee96f344f582fbe7b5bcdebb13077
        F7NZ                                                 42     01
        g4b                                                  2      01
        3xygo                                                2      0001
        25GUyv                                               42     0001
        zswfoZa                                              2      01020304
        Mwz15xP2                                             42     11121314
        848Gh2GcGaZia                                        2      2a2c0a0000000000
        111111111111111111111111111111111HC1                 0      0000000000000000000000000000000000000000000000000000000000000000
        """.Split('\n').Select(Read)];

    /// <summary>The ones of accounts, whose checksum has two bytes.</summary>
    public static IEnumerable<(string Text, ushort Prefix, byte[] Id)> OfAccounts => All.Where(a => a.Id.Length >= 32);

    private static (string Text, ushort Prefix, byte[] Id) Read(string line)
    {
        var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (cells[0], ushort.Parse(cells[1]), Convert.FromHexString(cells[2]));
    }
}
