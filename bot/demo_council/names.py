"""Invented names: the social workers who hold the cases, and the children in the lists.

No child's surname is borne by anyone who works for the council, so that a search of the database
for a child's surname can have only one meaning.
"""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


SOCIAL_WORKERS = _listed("""
    Aaron Blackwell, Adaeze Nwosu, Aisha Siddiqui, Alice Hartnell, Amara Conteh, Amy Rudge,
    Anjali Mehta, Ben Oakden, Beth Cawthorne, Blessing Moyo, Bryony Satchwell, Callum Reid,
    Carol Instone, Catherine Boateng, Ceri Vaughan, Charlotte Denholm, Chloe Marchant, Ciara
    Brennan, Daisy Longbottom, Damilola Ade, Danielle Pinnock, David Szabo, Dawn Purslow, Demi
    Georgiou, Dipti Shah, Dominic Farrar, Edward Nkemelu, Eilidh Sinclair, Elena Popescu, Ella
    Brockhurst, Emily Tranter, Emma Kinsella, Esther Wambui, Ewa Zielińska, Faith Dlamini,
    Fatima Zaman, Fiona Macready, Gemma Truscott, George Antoniou, Grace Mutasa, Hamza Butt,
    Hannah Colclough, Harriet Nash, Hassan Warsame, Heather Bamford, Ibrahim Jalloh, Imogen
    Sayer, Isaac Tetteh, Isla Drummond, Jack Whiteley, Jade Robotham, James Ogunleye, Jasmine
    Kaur, Jennifer Stobbs, Jessica Wain, Joe Haddon, Joseph Chikwanha, Josie Leatherland, Julia
    Wrona, Kamal Uddin, Karen Hopcraft, Kate Millward, Kayleigh Deeley, Keisha Brown, Kelly
    Aspinall, Khadija Omar, Kieran Doyle, Kirsty Galbraith, Lakshmi Iyer, Lauren Pugh, Leah
    Goodrick, Leanne Stokoe, Liam Corcoran, Lily Fung, Lucy Hemsworth, Luke Adeyemi, Lydia
    Frost, Maisie Cotterill, Manpreet Dhaliwal, Maria Ferreira, Martin Eccles, Mary Nyambura,
    Matthew Sproat, Megan Rees, Michelle Grant, Mohammed Aslam, Molly Sherratt, Naomi Clarke,
    Natasha Ivanova, Neil Ramsbottom, Niamh Keane, Nicola Beardmore, Nikhil Desai, Olivia
    Prosser, Oluwaseun Bello, Patience Sibanda, Paul Entwistle, Poppy Ridgway, Rashida Malik,
    Rebecca Tunnicliffe, Rhys Bevan, Roisin Fahy, Rosa Mendes, Rosie Heywood, Ruth Abara, Sadia
    Anwar, Sam Lockyer, Sarah Winstanley, Shanice Morrison, Shauna Devlin, Simran Bains, Sophie
    Garlick, Stacey Lomax, Stella Mensah, Tara Hennessy, Thomas Birkett, Tracey Haines, Uzma
    Sheikh, Victoria Slade, Wing Lau
""")

FORENAMES = _listed("""
    Abena, Adrian, Agnes, Alan, Amandeep, Angela, Anwen, Arjun, Barbara, Benedict, Bridget, Carys,
    Chidi, Clive, Colette, Dafydd, Deepa, Delroy, Diana, Edith, Efua, Femi, Francesca, Geoffrey,
    Gwen, Hilary, Horace, Iain, Irene, Jacqueline, Jamila, Joan, Kelechi, Keith, Latoya, Lena,
    Lionel, Maeve, Malcolm, Meera, Mercy, Moira, Nasir, Nigel, Ophelia, Owen, Pamela, Parveen,
    Philippa, Quentin, Renuka, Roger, Rosalind, Salim, Sheila, Tobias, Ursula, Vincent, Wanjiru,
    Yvonne
""")

SURNAMES = _listed("""
    Abbott, Agyeman, Ainsworth, Allsop, Anand, Ashworth, Balogun, Bancroft, Barker, Bhatt,
    Blenkinsop, Bowers, Bright, Carmichael, Chandra, Cheetham, Clegg, Coker, Crossley, Dacosta,
    Darlington, Eastwood, Emery, Fairclough, Farooqi, Gledhill, Goddard, Gupta, Hadfield,
    Hargreaves, Hoskins, Ingham, Jephcott, Joshi, Kendall, Khatun, Lancaster, Lightfoot,
    Mahmood, Maddox, Mellor, Nightingale, Obi, Oldroyd, Owusu, Pargeter, Pickles, Quaye,
    Ravenscroft, Rigby, Sahota, Sefton, Sugden, Tattershall, Thackeray, Umar, Varley, Wadsworth,
    Whittle, Yeboah
""")
"""For the staff of the smaller councils."""

CHILD_FORENAMES = _listed("""
    Albie, Amelie, Arlo, Ayaan, Ayla, Bella, Caleb, Darcey, Eden, Elodie, Ezra, Finley, Freya,
    Hallie, Harley, Hugo, Idris, Isla, Jayden, Kai, Kobi, Layla, Logan, Lottie, Luca, Mabel, Mila,
    Musa, Nevaeh, Nia, Noah, Orla, Otis, Reggie, Rio, Roman, Safa, Tariq, Teddy, Willow, Yara, Zane
""")

CHILD_SURNAMES = _listed("""
    Applethwistle, Bramblecote, Brindlemoor, Candlewisp, Cloudesbury, Copperfen, Dandelow,
    Dewbarrow, Elderquill, Emberlock, Fennimarsh, Fernsparrow, Foxquarry, Gorsewillow, Greymallow,
    Harebellow, Hazelpike, Hollyquist, Inglewisp, Juniperley, Kestrelow, Larkenthorp, Lindenquay,
    Merrowdale, Mossglove, Nettlequick, Oatlander, Otterwick, Pebbleforth, Plumhaven, Quillbarrow,
    Rowanmist, Rushpenny, Sedgewinter, Sorrelby, Teaselworth, Thistlemere, Umberlark, Vetchley,
    Whimberry, Yarrowfold, Zephyrstone
""")
