"""Invented people and film titles; the test split has its own."""

FIRST_NAMES_HIM = """\
John, Michael, David, James, Robert, Tom, Peter, Paul, George, Jack, Harry, Sam, Frank,
Charles, William, Richard, Joe, Ben, Henry, Steve, Kevin, Tony, Max, Alan, Martin, Eddie,
Ray, Victor, Walter, Dennis, Danny, Luke, Arthur, Carl, Oscar, Leo, Simon, Roger, Gary,
Johnny, Nick, Mark, Stephen, Christopher, Ralph, Albert, Ernest, Clint"""
FIRST_NAMES_HER = """\
Mary, Anna, Susan, Jane, Elizabeth, Sarah, Julia, Kate, Alice, Emma, Helen, Laura, Grace,
Rose, Nancy, Barbara, Rachel, Lucy, Claire, Diane, Betty, Ruth, Maria, Lisa, Emily, Nicole,
Jennifer, Linda, Karen, Judy, Angela, Ellen, Dorothy, Amy, Martha, Joan, Victoria,
Charlotte, Sophie, Irene, Carol, Jessica, Rita, Audrey, Vera, Hannah"""
SURNAMES = """\
Smith, Brown, Miller, Carter, Stone, Harper, Lawson, Whitfield, Marlowe, Hale, Brandt,
Novak, Keller, Sorensen, Delaney, Marsh, Holloway, Pryce, Langley, Castellan, Ferrow,
Okafor, Tanaka, Lindqvist, Moreau, Duval, Rossi, Bellini, Kovac, Petrov, Ashby, Thorne,
Weller, Quill, Garrow, Fenwick, Burke, Sutton, Hayes, Pike, Rourke, Vance, Lowell, Madden,
Kincaid, Sharma, Mehta, Castro, Ortega, Nilsen, Hartwell, Doyle, Finch, Barlow, Crane,
Wilder, Lennox, Ames"""
TITLE_STYLES = """The {adjective} {thing}
The {thing}
{adjective} {thing}
{thing} of the {place}
The {thing} of {place}
{thing} and {thing}
A {thing} for {person}
{person}'s {thing}
Beyond the {place}
The Last {thing}
{person}
Return to {place}
Night of the {thing}
{number} {thing}s
{adjective} {place}
My {adjective} {thing}
Under the {place}
Letters from {place}
{thing} {digit}"""
TITLE_ADJECTIVES = """\
Silent, Crimson, Broken, Hidden, Golden, Midnight, Frozen, Burning, Distant, Hollow,
Electric, Paper, Velvet, Forgotten, Wild, Wicked, Blue, Scarlet, Empty, Borrowed, Restless,
Iron, Lonely, Savage, Secret, Second, Little, Crooked, Winter, Summer, Deadly, Sweet, Dark,
Lost, Black, White, Red, Perfect, Strange, Cold"""
TITLE_THINGS = """\
River, Garden, Lantern, Orchard, Shadow, Mirror, Promise, Harbor, Train, Letter, Stranger,
Widow, Engine, Crow, Voyage, Summer, Clock, Puppet, Kingdom, Piano, Wolf, Bridge, Soldier,
Daughter, Thief, Carnival, Blade, Rider, Secret, Signal, Zombie, Heart, Dance, House, Dream,
Moon, Hunter, Night, Blood, Road, Game, Angel"""
TITLE_PLACES = """\
Sea, Hill, Lake, Valley, Willow Creek, Marrakesh, Harlow, Saint Claire, Dry Gulch, Station,
Mars, Northfield, Tower, Canal, Desert, Moon, Casablanca Street, Hotel, Island, Red Planet,
Border, Bayou, City, Street"""
TITLE_PEOPLE = """\
Eleanor, Mister Finch, Tobias, Aunt Ida, Cordelia, Doctor Quill, Old Sam, Jericho Jones,
Little Bo, Captain Thorne, Rosalind, Uncle Max, Sister Agnes, Johnny Lightning, Professor
Plum, Mrs. Ashby"""

TEST_FIRST_NAMES_HIM = """\
Gregory, Edmund, Laurence, Theo, Duncan, Felix, Barry, Miles, Hugo, Stuart, Angus, Ivan,
Cesar"""
TEST_FIRST_NAMES_HER = """\
Beatrice, Miriam, Paula, Harriet, Ingrid, Gloria, Naomi, Celia, Tess, Rhoda, Yvonne, Flora"""
TEST_SURNAMES = """\
Abernathy, Bancroft, Corliss, Drummond, Eastman, Fairbairn, Gallo, Hendry, Iverson,
Jankowski, Kessler, Lombardi, Mercer, Nakamura, Oakes, Pemberton, Radcliff, Stavros,
Tillman, Underhill, Varga, Westlake, Yates, Zeller"""
TEST_TITLE_ADJECTIVES = """\
Copper, Drowned, Faithful, Gentle, Haunted, Jagged, Luminous, Nameless, Patient, Quiet,
Rusty, Sleeping, Twisted, Unseen, Violet, Weary, Yellow"""
TEST_TITLE_THINGS = """\
Anchor, Balloon, Cathedral, Drummer, Envelope, Falcon, Glacier, Horizon, Juggler, Kite,
Locket, Meadow, Needle, Oracle, Parade, Quarry, Raven, Sparrow, Teacup, Umbrella, Violin"""
TEST_TITLE_PLACES = """\
Abbey, Brimstone Bay, Cape Sorrow, Delta, Elm Row, Fjord, Galaxy, Kilbride, Lagoon, Prairie,
Venus"""
TEST_TITLE_PEOPLE = """\
Augustus, Cousin Fay, Bartholomew, Lady Oakes, Sergeant Gallo, Winifred, Brother Ansel,
Dolores"""
